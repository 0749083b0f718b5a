export function remove(items, request, response) {
  if (request.headers.user !== 'admin') {
    response.writeHead(403).end();
    return;
  }
  items.delete(request.url);
  response.writeHead(204).end();
}

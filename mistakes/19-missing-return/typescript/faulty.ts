import type { IncomingMessage, ServerResponse } from 'node:http';

export function remove(items: Map<string, string>, request: IncomingMessage, response: ServerResponse): void {
  if (request.headers['user'] !== 'admin') {
    response.writeHead(403).end();
  }
  items.delete(request.url ?? '');
  response.writeHead(204).end();
}

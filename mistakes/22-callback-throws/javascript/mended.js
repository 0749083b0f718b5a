export function firstHost(queue) {
  return new Promise((resolve) => {
    queue.once('message', (text) => resolve(URL.parse(text)?.hostname ?? 'no link'));
  });
}

export function firstHost(queue) {
  return new Promise((resolve) => {
    queue.once('message', (text) => resolve(new URL(text).hostname));
  });
}

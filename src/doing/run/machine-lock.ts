import { connect, createServer } from 'node:net';

/** Two runs on one machine would measure each other. */
export type Locked =
  | { readonly ok: true; readonly release: () => Promise<void> }
  | { readonly ok: false; readonly owner: string };

/**
 * An abstract socket address: it belongs to no file, so nothing is left of it when its holder dies in whatever way.
 * Only Linux has such; elsewhere the name is an ordinary path and a stale one is taken over.
 */
const ADDRESS = '\0bakeoff-measuring';

/** Takes the machine for one run, or says who has it. Another `address` is for tests, which must not meet a real run. */
export async function lockMachine(description: string, address = ADDRESS): Promise<Locked> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(description);
  });
  const taken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true);
      else reject(error);
    });
    server.listen({ path: address }, () => resolve(false));
  });
  if (taken) return { ok: false, owner: await askOwner(address) };
  server.unref();
  return {
    ok: true,
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

async function askOwner(address: string): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ path: address });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => resolve('a run that has just ended'));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.setTimeout(1000, () => {
      socket.destroy();
      resolve('a run that does not say who it is');
    });
  });
}

interface Connection {
  read(key: string): Promise<string>;
  release(): void;
}

export class Pool {
  taken = 0;
  take(): Connection {
    this.taken += 1;
    return { read: async (key) => key, release: () => void (this.taken -= 1) };
  }
}

export async function readCounter(pool: Pool, key: string): Promise<number> {
  const connection = pool.take();
  try {
    const text = await connection.read(key);
    if (!/^\d+$/u.test(text)) throw new Error('not a number');
    return Number(text);
  } finally {
    connection.release();
  }
}

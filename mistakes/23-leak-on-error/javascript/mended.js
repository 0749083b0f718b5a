export class Pool {
  taken = 0;
  take() {
    this.taken += 1;
    return { read: async (key) => key, release: () => (this.taken -= 1) };
  }
}

export async function readCounter(pool, key) {
  const connection = pool.take();
  try {
    const text = await connection.read(key);
    if (!/^\d+$/u.test(text)) throw new Error('not a number');
    return Number(text);
  } finally {
    connection.release();
  }
}

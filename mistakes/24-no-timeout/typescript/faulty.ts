export async function askPrice(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/price`);
  return Number(await answer.text());
}

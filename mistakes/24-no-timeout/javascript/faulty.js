export async function askPrice(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/price`);
  return Number(await answer.text());
}

export function finalPrice(listed: number, reduction: number): number {
  let price = listed;
  if (reduction > 0) {
    price = listed - reduction;
  }
  return price;
}

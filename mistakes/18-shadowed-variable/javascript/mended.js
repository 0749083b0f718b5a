export function finalPrice(listed, reduction) {
  let price = listed;
  if (reduction > 0) {
    price = listed - reduction;
  }
  return price;
}

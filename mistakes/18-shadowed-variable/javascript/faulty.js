export function finalPrice(listed, reduction) {
  let price = listed;
  if (reduction > 0) {
    let price = listed - reduction;
  }
  return price;
}

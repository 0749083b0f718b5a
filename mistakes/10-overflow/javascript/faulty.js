export function lineTotal(price, quantity) {
  if (quantity < 0) throw new RangeError('quantity below zero');
  return price * quantity;
}

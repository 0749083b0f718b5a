export function lineTotal(price, quantity) {
  if (quantity < 0) throw new RangeError('quantity below zero');
  const total = price * quantity;
  if (!Number.isSafeInteger(total)) throw new RangeError('total too large');
  return total;
}

export function lineTotal(price: number, quantity: number): number {
  if (quantity < 0) throw new RangeError('quantity below zero');
  return price * quantity;
}

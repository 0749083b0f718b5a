export function stockAfter(stock, body) {
  const delivery = JSON.parse(body);
  if (!Number.isSafeInteger(delivery.quantity)) throw new TypeError('quantity must be a whole number');
  return stock + delivery.quantity;
}

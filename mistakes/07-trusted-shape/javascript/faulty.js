export function stockAfter(stock, body) {
  const delivery = JSON.parse(body);
  return stock + delivery.quantity;
}

interface Delivery {
  quantity: number;
}

export function stockAfter(stock: number, body: string): number {
  const delivery = JSON.parse(body) as Delivery;
  return stock + delivery.quantity;
}

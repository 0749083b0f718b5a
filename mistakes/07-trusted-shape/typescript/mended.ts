interface Delivery {
  quantity: number;
}

function isDelivery(document: unknown): document is Delivery {
  return (
    typeof document === 'object' &&
    document !== null &&
    'quantity' in document &&
    Number.isSafeInteger(document.quantity)
  );
}

export function stockAfter(stock: number, body: string): number {
  const delivery: unknown = JSON.parse(body);
  if (!isDelivery(delivery)) throw new TypeError('quantity must be a whole number');
  return stock + delivery.quantity;
}

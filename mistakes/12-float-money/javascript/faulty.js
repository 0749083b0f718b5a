export function isPaid(payments, due) {
  const paid = payments.reduce((sum, payment) => sum + payment, 0);
  return paid === due;
}

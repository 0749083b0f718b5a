export function isPaid(payments: readonly number[], due: number): boolean {
  const paid = payments.reduce((sum, payment) => sum + payment, 0);
  return paid === due;
}

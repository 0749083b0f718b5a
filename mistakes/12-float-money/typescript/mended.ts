const cents = (amount: number): number => Math.round(amount * 100);

export function isPaid(payments: readonly number[], due: number): boolean {
  const paid = payments.reduce((sum, payment) => sum + cents(payment), 0);
  return paid === cents(due);
}

const cents = (amount) => Math.round(amount * 100);

export function isPaid(payments, due) {
  const paid = payments.reduce((sum, payment) => sum + cents(payment), 0);
  return paid === cents(due);
}

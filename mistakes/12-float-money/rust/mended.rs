fn cents(amount: f64) -> i64 {
    (amount * 100.0).round() as i64
}

pub fn is_paid(payments: &[f64], due: f64) -> bool {
    payments.iter().copied().map(cents).sum::<i64>() == cents(due)
}

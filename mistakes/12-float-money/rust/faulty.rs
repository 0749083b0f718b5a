pub fn is_paid(payments: &[f64], due: f64) -> bool {
    payments.iter().sum::<f64>() == due
}

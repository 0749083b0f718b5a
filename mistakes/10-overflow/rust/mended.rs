pub fn line_total(price: i64, quantity: i64) -> Result<i64, &'static str> {
    if quantity < 0 {
        return Err("quantity below zero");
    }
    price.checked_mul(quantity).ok_or("total too large")
}

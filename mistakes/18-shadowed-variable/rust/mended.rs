pub fn final_price(listed: u32, reduction: u32) -> u32 {
    let mut price = listed;
    if reduction > 0 {
        price = listed - reduction;
    }
    price
}

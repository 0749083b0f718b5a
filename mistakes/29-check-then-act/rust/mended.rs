use std::collections::HashSet;
use std::sync::Mutex;
use std::thread::sleep;
use std::time::Duration;

fn ask_bank() {
    sleep(Duration::from_millis(20));
}

pub fn redeem(redeemed: &Mutex<HashSet<String>>, coupon: &str) -> &'static str {
    if !redeemed.lock().unwrap().insert(coupon.to_owned()) {
        return "refused";
    }
    ask_bank();
    "redeemed"
}

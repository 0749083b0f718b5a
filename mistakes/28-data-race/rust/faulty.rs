use std::thread;

pub fn count_visits(visitors: u32, pages: u32) -> u32 {
    let mut visits = 0;
    thread::scope(|visiting| {
        for _ in 0..visitors {
            visiting.spawn(|| {
                for _ in 0..pages {
                    visits += 1;
                }
            });
        }
    });
    visits
}

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

pub fn count_visits(visitors: u32, pages: u32) -> u32 {
    let visits = AtomicU32::new(0);
    thread::scope(|visiting| {
        for _ in 0..visitors {
            visiting.spawn(|| {
                let mut own = 0;
                for _ in 0..pages {
                    own += 1;
                }
                visits.fetch_add(own, Ordering::Relaxed);
            });
        }
    });
    visits.into_inner()
}

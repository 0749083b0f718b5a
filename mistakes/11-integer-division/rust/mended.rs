pub fn percent_done(done: u32, total: u32) -> u32 {
    done * 100 / total
}

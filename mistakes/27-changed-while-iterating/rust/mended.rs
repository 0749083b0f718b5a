pub struct Session {
    pub end: u32,
}

pub fn drop_expired(sessions: &mut Vec<Session>, now: u32) -> usize {
    sessions.retain(|session| session.end >= now);
    sessions.len()
}

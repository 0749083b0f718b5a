pub struct Session {
    pub end: u32,
}

pub fn drop_expired(sessions: &mut Vec<Session>, now: u32) -> usize {
    for (i, session) in sessions.iter().enumerate() {
        if session.end < now {
            sessions.remove(i);
        }
    }
    sessions.len()
}

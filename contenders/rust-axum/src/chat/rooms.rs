//! Who is in which room, and what is said there.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex},
};

use serde::Serialize;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::mailbox::Mailbox;

/// A room is there as long as somebody is in it. Where both locks are needed, that of all rooms is taken first.
#[derive(Default)]
pub struct Rooms(Mutex<HashMap<String, Arc<Room>>>);

struct Room {
    name: String,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    mailboxes: HashMap<u64, Arc<Mailbox>>,
    /// The number of the last one who came.
    came: u64,
    /// The number of the last message.
    seq: u64,
}

/// A member's place in a room, given up when it is dropped.
pub struct Seat {
    rooms: Arc<Rooms>,
    room: Arc<Room>,
    number: u64,
    pub mailbox: Arc<Mailbox>,
}

#[derive(Serialize)]
struct Message<'a> {
    room: &'a str,
    seq: u64,
    text: &'a str,
}

impl Rooms {
    pub fn join(self: &Arc<Self>, name: String) -> Seat {
        let mut rooms = self.0.lock().expect("nobody panics with the lock");
        let room = match rooms.entry(name) {
            Entry::Occupied(room) => Arc::clone(room.get()),
            Entry::Vacant(place) => {
                let name = place.key().clone();
                Arc::clone(place.insert(Arc::new(Room { name, inside: Mutex::default() })))
            }
        };
        let mailbox = Arc::new(Mailbox::default());
        let mut inside = room.inside.lock().expect("nobody panics with the lock");
        inside.came += 1;
        let number = inside.came;
        inside.mailboxes.insert(number, Arc::clone(&mailbox));
        drop(inside);
        Seat { rooms: Arc::clone(self), room, number, mailbox }
    }
}

impl Seat {
    /// Puts a text into the mailboxes of all others, written once. The lock is what makes numbers and order the same for
    /// everybody; nobody waits with it.
    pub fn say(&self, text: &str) {
        let mut inside = self.room.inside.lock().expect("nobody panics with the lock");
        inside.seq += 1;
        let message = Message { room: &self.room.name, seq: inside.seq, text };
        let message: Utf8Bytes = serde_json::to_string(&message).expect("texts and a number are JSON").into();
        for (number, mailbox) in &inside.mailboxes {
            if *number != self.number {
                mailbox.put(message.clone());
            }
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut rooms = self.rooms.0.lock().expect("nobody panics with the lock");
        let mut inside = self.room.inside.lock().expect("nobody panics with the lock");
        inside.mailboxes.remove(&self.number);
        if inside.mailboxes.is_empty() {
            rooms.remove(&self.room.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(seat: &Seat) -> Vec<Utf8Bytes> {
        std::iter::from_fn(|| seat.mailbox.take()).collect()
    }

    #[test]
    fn everybody_hears_the_others_in_one_order_and_not_themselves() {
        let rooms = Arc::new(Rooms::default());
        let [ada, ben, eve] = [(); 3].map(|()| rooms.join("a".to_owned()));
        ada.say("x");
        ben.say("\"\u{0}</script>");
        let first = r#"{"room":"a","seq":1,"text":"x"}"#;
        let second = r#"{"room":"a","seq":2,"text":"\"\u0000</script>"}"#;
        assert_eq!(heard(&eve), [first, second]);
        assert_eq!(heard(&ada), [second]);
        assert_eq!(heard(&ben), [first]);
    }

    #[test]
    fn a_message_is_written_once_for_all() {
        let rooms = Arc::new(Rooms::default());
        let [ada, ben, eve] = [(); 3].map(|()| rooms.join("a".to_owned()));
        ada.say("x");
        assert_eq!(heard(&ben)[0].as_ptr(), heard(&eve)[0].as_ptr());
    }

    #[test]
    fn rooms_do_not_hear_each_other() {
        let rooms = Arc::new(Rooms::default());
        let [ada, ben] = ["a", "b"].map(|name| rooms.join(name.to_owned()));
        ada.say("x");
        assert!(heard(&ben).is_empty());
    }

    #[test]
    fn a_room_is_forgotten_when_its_last_member_leaves() {
        let rooms = Arc::new(Rooms::default());
        let [ada, ben] = [(); 2].map(|()| rooms.join("a".to_owned()));
        ada.say("x");
        drop(ada);
        let eve = rooms.join("a".to_owned());
        eve.say("y");
        assert!(heard(&ben)[1].contains(r#""seq":2"#));
        drop((ben, eve));
        assert!(rooms.0.lock().expect("a lock").is_empty());
        let [ada, ben] = [(); 2].map(|()| rooms.join("a".to_owned()));
        ada.say("x");
        assert!(heard(&ben)[0].contains(r#""seq":1"#));
    }
}

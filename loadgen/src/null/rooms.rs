//! The rooms of one thread of the null server: who is in which, and what each member says passed on to the others.

use std::collections::HashMap;

use super::speech::{Said, Speech};
use crate::server::{Clients, Cutter};

/// A member that leaves so much unread is let go when there is more for it. What the kernel holds is not counted.
const MOST_UNREAD: usize = 1 << 20;
/// So much is sent without waiting for more: beyond it a call more costs nothing a byte, and it would lie in our memory.
const GATHERED: usize = 64 * 1024;
/// What may come from a client behind the end, and is thrown away: it may not have heard of it yet.
const LONGEST_FAREWELL: usize = 1 << 20;

/// What the null server remembers of a client.
pub(super) enum Talk {
    /// It asks and is answered.
    Requests(Cutter),
    Member(Member),
    /// It was told that this is the end; so many bytes came since.
    Ended(usize),
}

pub(super) struct Member {
    room: u32,
    /// Its own.
    place: u32,
    speech: Speech,
}

#[derive(Default)]
struct Room {
    name: Box<[u8]>,
    /// Their places.
    members: Vec<u32>,
}

#[derive(Default)]
pub(super) struct Rooms {
    rooms: Vec<Room>,
    by_name: HashMap<Box<[u8]>, u32>,
    /// Of `rooms`: nobody is in them.
    empty: Vec<u32>,
    /// Places of those for whom something is kept until the end of the pass.
    kept: Vec<u32>,
    said: Said,
    gone: Vec<u32>,
}

impl Rooms {
    /// The client at `place` is in the room `name` from now on.
    pub fn join(&mut self, name: Box<[u8]>, place: u32) -> Talk {
        let room = match self.by_name.get(&name) {
            Some(room) => *room,
            None => self.open(name),
        };
        self.rooms[room as usize].members.push(place);
        Talk::Member(Member {
            room,
            place,
            speech: Speech::default(),
        })
    }

    fn open(&mut self, name: Box<[u8]>) -> u32 {
        let number = self.empty.pop().unwrap_or_else(|| {
            self.rooms.push(Room::default());
            self.rooms.len() as u32 - 1
        });
        self.rooms[number as usize].name.clone_from(&name);
        self.by_name.insert(name, number);
        number
    }

    /// Takes whoever has gone out of its room. The last one closes it.
    pub fn part(&mut self, talk: &Talk) {
        let Talk::Member(member) = talk else { return };
        let room = &mut self.rooms[member.room as usize];
        room.members.retain(|place| *place != member.place);
        if room.members.is_empty() {
            self.by_name.remove(&std::mem::take(room).name);
            self.empty.push(member.room);
        }
    }

    /// Bytes came from the member at `place`. False: it is to be let go.
    pub fn hear(&mut self, clients: &mut Clients<Talk>, place: u32, bytes: &[u8]) -> bool {
        let Some((Talk::Member(member), _)) = clients.talk(place) else {
            return true;
        };
        let room = member.room;
        let goes_on = member.speech.read(bytes, &mut self.said);
        if !self.said.messages.is_empty() {
            self.pass_on(clients, room, place);
        }
        let stays = self.said.replies.is_empty() || post(clients, &mut self.kept, place, &self.said.replies);
        self.said.messages.clear();
        self.said.replies.clear();
        stays && (goes_on || self.end(clients, place))
    }

    /// The client at `place` is told that nothing more will come. False: it is gone.
    pub fn end(&mut self, clients: &mut Clients<Talk>, place: u32) -> bool {
        if let Some((talk, _)) = clients.talk(place) {
            let before = std::mem::replace(talk, Talk::Ended(0));
            self.part(&before);
        }
        clients.finish(place)
    }

    fn pass_on(&mut self, clients: &mut Clients<Talk>, room: u32, sender: u32) {
        for place in &self.rooms[room as usize].members {
            if *place != sender && !post(clients, &mut self.kept, *place, &self.said.messages) {
                self.gone.push(*place);
            }
        }
        while let Some(place) = self.gone.pop() {
            self.let_go(clients, place);
        }
    }

    /// Sends what was kept: to each member in one call, whatever came for it in this pass.
    pub fn send_kept(&mut self, clients: &mut Clients<Talk>) {
        let mut kept = std::mem::take(&mut self.kept);
        for place in kept.drain(..) {
            if !clients.flush(place) {
                self.let_go(clients, place);
            }
        }
        self.kept = kept;
    }

    fn let_go(&mut self, clients: &mut Clients<Talk>, place: u32) {
        if let Some(talk) = clients.remove(place) {
            self.part(&talk);
        }
    }
}

impl Talk {
    /// Throws away what came behind the end. False: it is too much.
    pub fn throw_away(count: &mut usize, bytes: &[u8]) -> bool {
        *count += bytes.len();
        *count <= LONGEST_FAREWELL
    }
}

/// Keeps `bytes` for the client at `place`, noting it in `kept`. False: it is gone, or leaves too much unread.
fn post(clients: &mut Clients<Talk>, kept: &mut Vec<u32>, place: u32, bytes: &[u8]) -> bool {
    if clients.unsent(place) >= MOST_UNREAD && (!clients.flush(place) || clients.unsent(place) >= MOST_UNREAD) {
        return false;
    }
    if clients.keep(place, bytes) {
        kept.push(place);
    }
    clients.unsent(place) < GATHERED || clients.flush(place)
}

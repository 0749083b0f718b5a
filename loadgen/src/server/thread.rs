//! One thread of a server: takes connections, has what comes over them heard, and lets go what has ended.

use std::net::TcpListener;
use std::time::Duration;

use super::clients::{Arrival, Clients};
use crate::clock;
use crate::problem::Problem;

const BUFFER: usize = 64 * 1024;
/// Reads from one client before the others get their turn: one that sends without end must not keep them from it.
const READS_IN_A_ROW: u32 = 4;

/// What a server does with its clients.
pub trait Host {
    /// What it remembers of each.
    type Talk;

    /// Of what comes in quick succession, none need be heard before the next whole multiple of so many ns on the clock;
    /// 0: each is heard at once. One waking for all of them costs little more than one for each would.
    const PATIENCE: u64 = 0;

    /// A client came.
    fn greet(&mut self) -> Self::Talk;

    /// Bytes came from the client at `place`. False: it is to be let go.
    fn hear(&mut self, clients: &mut Clients<Self::Talk>, place: u32, bytes: &[u8]) -> bool;

    /// A client has gone or was let go, by its thread; what the host removes itself it knows.
    fn part(&mut self, _talk: Self::Talk) {}

    /// When the next answer that is held back may go, in ns on the clock.
    fn due(&self) -> Option<u64>;

    /// Gives the answers held back that may go by now.
    fn pay(&mut self, clients: &mut Clients<Self::Talk>);
}

pub(super) struct Thread<H: Host> {
    host: H,
    clients: Clients<H::Talk>,
    buffer: Vec<u8>,
    /// Clients of whom there is more to read than their turn allowed.
    again: Vec<u32>,
    /// When something came last.
    woke: u64,
}

impl<H: Host> Thread<H> {
    pub fn new(host: H, listener: TcpListener) -> Result<Thread<H>, Problem> {
        Ok(Thread {
            host,
            clients: Clients::new(listener)?,
            buffer: vec![0; BUFFER],
            again: Vec::new(),
            woke: 0,
        })
    }

    /// Serves until a connection cannot be accepted.
    pub fn serve(&mut self) -> Result<(), Problem> {
        loop {
            let wait = self.host.due().map(|due| due.saturating_sub(clock::now()));
            let owed = std::mem::take(&mut self.again);
            let found = self.clients.wait(if owed.is_empty() { wait } else { Some(0) });
            for place in owed {
                self.attend(place, false, true);
            }
            for nth in 0..found {
                match self.clients.report(nth) {
                    Arrival::Connection => self.accept()?,
                    Arrival::From {
                        place,
                        writable,
                        closing,
                    } => self.attend(place, writable, closing),
                }
            }
            self.host.pay(&mut self.clients);
            if H::PATIENCE > 0 {
                self.rest(found);
            }
        }
    }

    /// Sleeps on while more comes, if the last wait brought several or was a short one. Where little comes each is heard
    /// at once: sleeping would then be one more waking.
    fn rest(&mut self, found: usize) {
        let now = clock::now();
        let before = std::mem::replace(&mut self.woke, now);
        if found > 1 || now - before < H::PATIENCE {
            let until = (now / H::PATIENCE + 1) * H::PATIENCE;
            std::thread::sleep(Duration::from_nanos(until - now));
        }
    }

    fn accept(&mut self) -> Result<(), Problem> {
        while let Some(place) = self.clients.accept(|| self.host.greet())? {
            // A request may have come with the handshake, before the connection was watched.
            self.attend(place, false, false);
        }
        Ok(())
    }

    /// Reads all there is, up to a few times in a row. A read that falls short is the last, which saves a call a request;
    /// but where the end may lie behind the bytes it is read too, since readiness is told once.
    fn attend(&mut self, place: u32, writable: bool, closing: bool) {
        if writable && !self.clients.flush(place) {
            return self.remove(place);
        }
        for _ in 0..READS_IN_A_ROW {
            match self.clients.read(place, &mut self.buffer) {
                None => return,
                Some(0) => return self.remove(place),
                Some(count) => {
                    if !self.host.hear(&mut self.clients, place, &self.buffer[..count]) {
                        return self.remove(place);
                    }
                    if count < BUFFER && !closing {
                        return;
                    }
                }
            }
        }
        if !self.again.contains(&place) {
            self.again.push(place);
        }
    }

    fn remove(&mut self, place: u32) {
        if let Some(talk) = self.clients.remove(place) {
            self.host.part(talk);
        }
    }
}

//! What the servers of this program have in common: where they listen, their threads, and what comes over a connection.

mod clients;
mod cutting;
mod listen;
mod request;
mod thread;

use std::net::SocketAddr;
use std::sync::mpsc::channel;

use crate::clock;
use crate::place;
use crate::problem::Problem;
use crate::socket::raise_file_limit;

pub use self::clients::Clients;
pub use self::cutting::{Cutter, HeadTooLong};
pub use self::listen::Spread;
pub use self::request::RequestHead;
pub use self::thread::Host;

use self::thread::Thread;

/// Where a server stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Port 0: any free one.
    pub listen: SocketAddr,
    pub threads: usize,
    /// Thread i runs on `cores[i % len]`; empty: the scheduler decides.
    pub cores: Vec<usize>,
}

/// Serves until the process ends, each thread by a host of its own, which it makes itself. `listening` is told the
/// address once every thread takes connections.
pub fn run<H: Host>(
    site: &Site,
    spread: Spread,
    host: impl Fn() -> H + Clone + Send + 'static,
    listening: impl FnOnce(SocketAddr) -> Result<(), Problem>,
) -> Result<(), Problem> {
    raise_file_limit();
    let listeners = listen::on(site.listen, site.threads, spread)
        .map_err(|error| Problem::Machine(format!("--listen: {} could not be listened on: {error}", site.listen)))?;
    let address = listeners[0]
        .local_addr()
        .map_err(|error| Problem::Machine(format!("--listen: the address could not be read: {error}")))?;
    let (tell, told) = channel();
    for (index, listener) in listeners.into_iter().enumerate() {
        let (site, host, tell) = (site.clone(), host.clone(), tell.clone());
        std::thread::spawn(move || {
            let served = place::pin(&site.cores, index).and_then(|()| {
                clock::sharpen_timers();
                let mut thread = Thread::new(host(), listener)?;
                // With nobody to hear it the process has ended.
                let _ended = tell.send(None);
                thread.serve()
            });
            let _ended = tell.send(served.err());
        });
    }
    drop(tell);
    let mut up = 0;
    let mut listening = Some(listening);
    for event in told {
        if let Some(problem) = event {
            return Err(problem);
        }
        up += 1;
        if up == site.threads {
            if let Some(listening) = listening.take() {
                listening(address)?;
            }
        }
    }
    Ok(())
}

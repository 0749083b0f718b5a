//! Listening sockets, one for each thread of a server.

use std::io;
use std::mem::size_of;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use crate::socket::{KernelAddress, send_without_pacing};

/// Connections the kernel may hold for us: more than the pools of this program open at a time.
const BACKLOG: libc::c_int = 4096;

/// Which of several listeners the kernel hands a connection to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// The one whose number is that of the core its handshake was made on: a client pinned to a core meets the thread
    /// pinned there.
    ByCore,
    /// Any, by a hash of the addresses. For clients on other cores than the threads: a few cores that ask would by core
    /// meet as few threads, and the others would be idle.
    Evenly,
}

/// `count` listeners on one address.
pub fn on(address: SocketAddr, count: usize, spread: Spread) -> io::Result<Vec<TcpListener>> {
    let first = one(address, count > 1)?;
    let bound = first.local_addr()?;
    let mut listeners = vec![first];
    for _ in 1..count {
        listeners.push(one(bound, true)?);
    }
    if count > 1 && spread == Spread::ByCore {
        steer_by_core(&listeners[0], count)?;
    }
    Ok(listeners)
}

fn one(address: SocketAddr, shared: bool) -> io::Result<TcpListener> {
    let family = if address.is_ipv4() {
        libc::AF_INET
    } else {
        libc::AF_INET6
    };
    // SAFETY: socket takes three integers; the descriptor it returns is new and ours alone.
    let listener = unsafe {
        let fd = libc::socket(family, libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0);
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        TcpListener::from(OwnedFd::from_raw_fd(fd))
    };
    set(&listener, libc::SO_REUSEADDR, &1_i32)?;
    if shared {
        set(&listener, libc::SO_REUSEPORT, &1_i32)?;
    }
    let fd = listener.as_raw_fd();
    // What is accepted inherits it.
    send_without_pacing(&listener);
    let address = KernelAddress::of(&address);
    // SAFETY: pointer and length are of one live socket address, which the kernel copies within the call.
    let bound = unsafe { libc::bind(fd, address.pointer(), address.length()) };
    // SAFETY: listen takes two integers.
    if bound != 0 || unsafe { libc::listen(fd, BACKLOG) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(listener)
}

/// Classic BPF, two instructions: load the number of this core, return it modulo the number of listeners.
fn steer_by_core(listener: &TcpListener, count: usize) -> io::Result<()> {
    const LOAD_WORD_ABSOLUTE: u16 = 0x20;
    const MODULO_CONSTANT: u16 = 0x94;
    const RETURN_ACCUMULATOR: u16 = 0x16;
    /// SKF_AD_OFF + SKF_AD_CPU.
    const THIS_CORE: u32 = (-0x1000_i32 + 36) as u32;
    let step = |code, k| libc::sock_filter { code, jt: 0, jf: 0, k };
    let mut steps = [
        step(LOAD_WORD_ABSOLUTE, THIS_CORE),
        step(MODULO_CONSTANT, count as u32),
        step(RETURN_ACCUMULATOR, 0),
    ];
    let program = libc::sock_fprog {
        len: steps.len() as u16,
        filter: steps.as_mut_ptr(),
    };
    set(listener, libc::SO_ATTACH_REUSEPORT_CBPF, &program)
}

fn set<T>(listener: &TcpListener, option: libc::c_int, value: &T) -> io::Result<()> {
    // SAFETY: the descriptor is open while `listener` lives; pointer and length describe one live value, which the
    // kernel reads within the call, with whatever it points to.
    let code = unsafe {
        libc::setsockopt(
            listener.as_raw_fd(),
            libc::SOL_SOCKET,
            option,
            std::ptr::from_ref(value).cast(),
            size_of::<T>() as libc::socklen_t,
        )
    };
    if code == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    fn several_listeners_share_one_port_and_one_of_them_gets_the_connection() {
        for spread in [Spread::ByCore, Spread::Evenly] {
            let listeners = on("127.0.0.1:0".parse().unwrap(), 2, spread).unwrap();
            let address = listeners[0].local_addr().unwrap();
            assert_eq!(listeners[1].local_addr().unwrap(), address);
            let stream = TcpStream::connect(address).unwrap();
            let accepted: Vec<_> = listeners.iter().filter_map(|one| one.accept().ok()).collect();
            assert_eq!(accepted.len(), 1);
            assert_eq!(accepted[0].1, stream.local_addr().unwrap());
        }
    }

    #[test]
    fn connections_that_are_spread_evenly_come_to_every_listener_whatever_core_they_are_made_on() {
        let listeners = on("127.0.0.1:0".parse().unwrap(), 2, Spread::Evenly).unwrap();
        let address = listeners[0].local_addr().unwrap();
        let _open: Vec<TcpStream> = (0..64).map(|_| TcpStream::connect(address).unwrap()).collect();
        // By chance alone, one of them would get none of 64 once in 2^63 times.
        for listener in &listeners {
            assert!(listener.accept().is_ok());
        }
    }
}

//! What the standard library's sockets do not offer: connecting without waiting, closing with a reset, and the limit
//! on how many there may be.

use std::io;
use std::mem::size_of;
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

/// Makes the coming close send a reset, so that neither side keeps a broken exchange lingering.
pub fn abort_on_close(stream: &impl AsRawFd) {
    let linger = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    // SAFETY: the descriptor is open while `stream` lives, and `linger` is read within the call only.
    // A refusal leaves an ordinary close, which is correct too.
    unsafe {
        libc::setsockopt(
            stream.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_LINGER,
            std::ptr::from_ref(&linger).cast(),
            size_of::<libc::linger>() as libc::socklen_t,
        );
    }
}

/// Small requests that each wait for an answer never meet congestion, and on loopback nothing does; a congestion control
/// that paces (BBR) costs the sender some 3 % of a request all the same. Reno is in every kernel and does nothing here.
pub fn send_without_pacing(socket: &impl AsRawFd) {
    const LEAST: &[u8] = b"reno";
    // SAFETY: the descriptor is open while `socket` lives; the name is read within the call, to its length.
    // A refusal leaves the system's own, which works as well and costs more.
    unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_CONGESTION,
            LEAST.as_ptr().cast(),
            LEAST.len() as libc::socklen_t,
        );
    }
}

/// A TCP socket for connections to `target`, with `flags` beside SOCK_CLOEXEC. Small requests leave at once
/// (TCP_NODELAY).
pub fn stream_socket(target: &SocketAddr, flags: libc::c_int) -> io::Result<OwnedFd> {
    let family = if target.is_ipv4() {
        libc::AF_INET
    } else {
        libc::AF_INET6
    };
    // SAFETY: socket takes three integers; the descriptor it returns is new and ours alone.
    let socket = unsafe {
        let fd = libc::socket(family, libc::SOCK_STREAM | libc::SOCK_CLOEXEC | flags, 0);
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        OwnedFd::from_raw_fd(fd)
    };
    let stream = TcpStream::from(socket);
    stream.set_nodelay(true)?;
    if target.ip().is_loopback() {
        send_without_pacing(&stream);
    }
    Ok(stream.into())
}

/// Begins to connect to `target` without waiting: readiness to write, or an error, tells the outcome.
pub fn begin_connect(target: &SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::from(stream_socket(target, libc::SOCK_NONBLOCK)?);
    let address = KernelAddress::of(target);
    // SAFETY: the descriptor is open while `stream` lives; pointer and length are of one live socket address, which the
    // kernel copies within the call.
    match unsafe { libc::connect(stream.as_raw_fd(), address.pointer(), address.length()) } {
        0 => Ok(stream),
        _ => match io::Error::last_os_error() {
            error if error.raw_os_error() == Some(libc::EINPROGRESS) => Ok(stream),
            error => Err(error),
        },
    }
}

/// A socket address as the kernel takes it.
pub enum KernelAddress {
    V4(libc::sockaddr_in),
    V6(libc::sockaddr_in6),
}

impl KernelAddress {
    /// The kernel's form of `address`.
    pub fn of(address: &SocketAddr) -> KernelAddress {
        match address {
            SocketAddr::V4(v4) => KernelAddress::V4(libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: v4.port().to_be(),
                sin_addr: libc::in_addr {
                    s_addr: u32::from_ne_bytes(v4.ip().octets()),
                },
                sin_zero: [0; 8],
            }),
            SocketAddr::V6(v6) => KernelAddress::V6(libc::sockaddr_in6 {
                sin6_family: libc::AF_INET6 as libc::sa_family_t,
                sin6_port: v6.port().to_be(),
                sin6_flowinfo: v6.flowinfo(),
                sin6_addr: libc::in6_addr {
                    s6_addr: v6.ip().octets(),
                },
                sin6_scope_id: v6.scope_id(),
            }),
        }
    }

    /// Where it lies; good as long as this does.
    pub fn pointer(&self) -> *const libc::sockaddr {
        match self {
            KernelAddress::V4(address) => std::ptr::from_ref(address).cast(),
            KernelAddress::V6(address) => std::ptr::from_ref(address).cast(),
        }
    }

    /// Its size in bytes.
    pub fn length(&self) -> libc::socklen_t {
        match self {
            KernelAddress::V4(address) => size_of_val(address) as libc::socklen_t,
            KernelAddress::V6(address) => size_of_val(address) as libc::socklen_t,
        }
    }
}

/// Raises this process's limit of open files to the most it may have: each connection is one. A refusal leaves the
/// limit as it was, and a connection too many then says so.
pub fn raise_file_limit() {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: both calls read or write one live rlimit and nothing else.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) == 0 {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{ErrorKind, Read};
    use std::net::TcpListener;

    #[test]
    fn connecting_reaches_a_listener_over_both_families() {
        for address in ["127.0.0.1:0", "[::1]:0"] {
            // A machine without IPv6 has nothing to reach.
            let Ok(listener) = TcpListener::bind(address) else {
                assert!(address.starts_with('['));
                continue;
            };
            let stream = begin_connect(&listener.local_addr().unwrap()).unwrap();
            let (_accepted, from) = listener.accept().unwrap();
            assert_eq!(from, stream.local_addr().unwrap());
        }
    }

    #[test]
    fn an_aborted_connection_ends_in_a_reset() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = begin_connect(&listener.local_addr().unwrap()).unwrap();
        let (mut accepted, _) = listener.accept().unwrap();
        abort_on_close(&stream);
        drop(stream);
        assert_eq!(
            accepted.read(&mut [0; 1]).unwrap_err().kind(),
            ErrorKind::ConnectionReset
        );
    }
}

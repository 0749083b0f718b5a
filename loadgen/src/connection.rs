//! One connection: its socket, its state, and how its answer is judged.

use std::io;
use std::mem::size_of;
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use crate::answer::AnswerParser;
use crate::books::Wrong;
use crate::plan::Expected;
use crate::record::{Ending, Flight};

/// What a connection is doing. Limits are ns on the clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum State {
    Closed,
    Opening {
        limit: u64,
    },
    Idle {
        since: u64,
    },
    /// The kernel took `offset` bytes of the request and no more for now.
    Sending {
        flight: Flight,
        offset: usize,
        limit: u64,
    },
    Awaiting {
        flight: Flight,
        limit: u64,
    },
}

/// A place for a connection; the connection in it may be lost and opened again.
#[derive(Debug)]
pub struct Connection {
    pub state: State,
    pub stream: Option<TcpStream>,
    /// Counts the sockets this place has had, so that a report about an old one is known as such.
    pub generation: u32,
    pub parser: AnswerParser,
    /// The body of a sampled answer.
    pub body: Vec<u8>,
    pub sampled: bool,
    /// Attempts to open since the last answer; sets the pause before the next.
    pub attempts: u32,
    pub opened_before: bool,
    pub in_idle_queue: bool,
    pub on_wheel: bool,
}

impl Default for Connection {
    fn default() -> Self {
        Connection {
            state: State::Closed,
            stream: None,
            generation: 0,
            parser: AnswerParser::default(),
            body: Vec::new(),
            sampled: false,
            attempts: 0,
            opened_before: false,
            in_idle_queue: false,
            on_wheel: false,
        }
    }
}

impl Connection {
    /// The request on the wire, if one is.
    pub fn flight(&self) -> Option<Flight> {
        match self.state {
            State::Sending { flight, .. } | State::Awaiting { flight, .. } => Some(flight),
            State::Closed | State::Opening { .. } | State::Idle { .. } => None,
        }
    }

    /// The moment the present state has lasted too long; none for states that may last.
    pub fn limit(&self) -> Option<u64> {
        match self.state {
            State::Opening { limit } | State::Sending { limit, .. } | State::Awaiting { limit, .. } => Some(limit),
            State::Closed | State::Idle { .. } => None,
        }
    }

    /// Judges the whole answer just read.
    pub fn judge(&self, expected: &Expected) -> Ending {
        let Some(head) = self.parser.head() else {
            return Ending::Wrong(Wrong::Framing);
        };
        if head.status != expected.status {
            return Ending::Wrong(Wrong::Status);
        }
        if expected
            .media_type
            .as_ref()
            .is_some_and(|wanted| !head.media_type.is(wanted))
        {
            return Ending::Wrong(Wrong::Type);
        }
        let length = self.parser.length();
        if length < expected.min_length || length > expected.max_length {
            return Ending::Wrong(Wrong::Length);
        }
        Ending::Correct
    }

    /// Makes the coming close send a reset, so that neither side keeps a broken exchange lingering.
    pub fn abort_on_close(&self) {
        let Some(stream) = &self.stream else { return };
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
}

/// Begins to connect to `target` without waiting: readiness to write, or an error, tells the outcome.
/// Small requests leave at once (TCP_NODELAY).
pub fn begin_connect(target: &SocketAddr) -> io::Result<TcpStream> {
    let family = if target.is_ipv4() {
        libc::AF_INET
    } else {
        libc::AF_INET6
    };
    // SAFETY: socket takes three integers; the descriptor it returns is new and ours alone.
    let stream = unsafe {
        let fd = libc::socket(family, libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0);
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        TcpStream::from(OwnedFd::from_raw_fd(fd))
    };
    stream.set_nodelay(true)?;
    let code = match target {
        SocketAddr::V4(v4) => {
            let address = libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: v4.port().to_be(),
                sin_addr: libc::in_addr {
                    s_addr: u32::from_ne_bytes(v4.ip().octets()),
                },
                sin_zero: [0; 8],
            };
            connect(&stream, &address)
        }
        SocketAddr::V6(v6) => {
            let address = libc::sockaddr_in6 {
                sin6_family: libc::AF_INET6 as libc::sa_family_t,
                sin6_port: v6.port().to_be(),
                sin6_flowinfo: v6.flowinfo(),
                sin6_addr: libc::in6_addr {
                    s6_addr: v6.ip().octets(),
                },
                sin6_scope_id: v6.scope_id(),
            };
            connect(&stream, &address)
        }
    };
    match code {
        0 => Ok(stream),
        _ => match io::Error::last_os_error() {
            error if error.raw_os_error() == Some(libc::EINPROGRESS) => Ok(stream),
            error => Err(error),
        },
    }
}

/// `Address` is sockaddr_in or sockaddr_in6.
fn connect<Address>(stream: &TcpStream, address: &Address) -> libc::c_int {
    // SAFETY: the descriptor is open while `stream` lives; the pointer and the length describe one live
    // socket address, which the kernel copies within the call.
    unsafe {
        libc::connect(
            stream.as_raw_fd(),
            std::ptr::from_ref(address).cast(),
            size_of::<Address>() as libc::socklen_t,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Step;
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

    fn judged(answer: &str, expected: &Expected) -> Ending {
        let mut connection = Connection::default();
        let step = connection.parser.feed(answer.as_bytes(), &mut |_| {});
        assert!(matches!(step, Step::Done { .. }));
        connection.judge(expected)
    }

    #[test]
    fn an_answer_is_judged_by_status_then_type_then_length() {
        let expected = Expected {
            status: 200,
            media_type: Some("application/json".into()),
            min_length: 2,
            max_length: 3,
        };
        let answer = |status: u16, media: &str, body: &str| {
            format!(
                "HTTP/1.1 {status} X\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        let json = "application/json; charset=utf-8";
        assert_eq!(judged(&answer(200, json, "{}"), &expected), Ending::Correct);
        assert_eq!(
            judged(&answer(500, "text/plain", ""), &expected),
            Ending::Wrong(Wrong::Status)
        );
        assert_eq!(
            judged(&answer(200, "text/plain", ""), &expected),
            Ending::Wrong(Wrong::Type)
        );
        assert_eq!(judged(&answer(200, json, "1"), &expected), Ending::Wrong(Wrong::Length));
        assert_eq!(
            judged(&answer(200, json, "1234"), &expected),
            Ending::Wrong(Wrong::Length)
        );
    }
}

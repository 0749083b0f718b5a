//! How the plan's sockets are used, as it is written.

use serde::Deserialize;

use crate::plan::Io;
use crate::problem::Problem;
use crate::tls::Trust;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireTls {
    name: String,
    ca_file: Option<String>,
}

#[derive(Deserialize)]
pub(super) enum WireIo {
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "io_uring")]
    Ring,
    #[serde(rename = "epoll")]
    Epoll,
}

/// The way to the kernel; a plan that says nothing of it leaves the choice to the program.
pub(super) fn io(wire: Option<&WireIo>) -> Io {
    match wire {
        None | Some(WireIo::Auto) => Io::Auto,
        Some(WireIo::Ring) => Io::Ring,
        Some(WireIo::Epoll) => Io::Epoll,
    }
}

/// Whom to trust, where the plan is for TLS.
pub(super) fn trust(wire: Option<&WireTls>) -> Result<Option<Trust>, Problem> {
    wire.map(|tls| Trust::new(&tls.name, tls.ca_file.as_deref()))
        .transpose()
}

//! HTTP/1.1 over TLS: what a connection says and hears, wrapped and unwrapped. The sockets know nothing of it.
//!
//! Behind the feature `tls`, since most load goes to services beside it, unwrapped, and rustls is most of the build.

#[cfg(not(feature = "tls"))]
mod absent;
#[cfg(feature = "tls")]
mod present;

#[cfg(not(feature = "tls"))]
pub use self::absent::{Session, Trust};
#[cfg(feature = "tls")]
pub use self::present::{Session, Trust};

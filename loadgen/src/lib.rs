//! The load generator: carries out a plan of requests against one target and says what came back,
//! timed from the moment each request was due.
//!
//! Imports go one way: from a group of this list to the same or an earlier one, never in a circle.

#[cfg(not(target_os = "linux"))]
compile_error!("loadgen needs Linux: it is built on epoll and CLOCK_MONOTONIC");

pub mod clock;
pub mod problem;
pub mod random;
pub mod tls;

pub mod arrivals;
pub mod charge;
pub mod choice;
pub mod place;
pub mod plan;
pub mod target;
pub mod wire;

pub mod answer;
pub mod books;
pub mod chunked;
pub mod head;
pub mod histogram;
pub mod record;
pub mod stream;
pub mod tally;
pub mod verdict;

pub mod ahead;
pub mod connection;
pub mod cost;
pub mod demand;
pub mod epoll;
pub mod network;
pub mod pool;
pub mod room;
pub mod shift;
pub mod socket;
pub mod stop;
pub mod timeouts;
pub mod worker;

pub mod events;
pub mod phase;
pub mod result;
pub mod run;
pub mod websocket;

pub mod arguments;
pub mod core_speed;
pub mod core_watch;
pub mod draws;
pub mod help;
pub mod null;
pub mod server;
pub mod signals;
pub mod summary;
pub mod upstream;
pub mod url;

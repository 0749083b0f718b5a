//! A build without TLS: neither of these can exist, so nothing that needs one can happen.

use crate::problem::Problem;

/// Whom to trust.
#[derive(Debug, Clone)]
pub enum Trust {}

impl Trust {
    /// Always `Problem::Usage`, with the way to a build that can.
    pub fn new(_name: &str, _ca_file: Option<&str>) -> Result<Trust, Problem> {
        Err(Problem::Usage(
            "tls: this loadgen was built without it; build it with `cargo build --release --locked --features tls`"
                .to_string(),
        ))
    }
}

/// One connection's TLS.
#[derive(Debug)]
pub enum Session {}

impl Session {
    /// Cannot be called: there is no trust.
    pub fn open(trust: &Trust) -> Result<Session, String> {
        match *trust {}
    }

    /// Cannot be called.
    pub fn take_in(&mut self, _bytes: &[u8], _plain: &mut Vec<u8>) -> Result<(), String> {
        match *self {}
    }

    /// Cannot be called.
    pub fn put(&mut self, _plain: &[u8]) -> Result<(), String> {
        match *self {}
    }

    /// Cannot be called.
    pub fn take_out(&mut self, _out: &mut Vec<u8>) -> Result<(), String> {
        match *self {}
    }

    /// Cannot be called.
    pub fn is_open(&self) -> bool {
        match *self {}
    }
}

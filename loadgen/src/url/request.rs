//! The request of the bare-URL command.

use std::fs;

use crate::arguments::{Body, UrlCommand};
use crate::plan::{Expected, Request};
use crate::problem::Problem;

/// What is sent unless a `--header` says otherwise. The agent always says who we are.
const AGENT: &str = concat!("loadgen/", env!("CARGO_PKG_VERSION"));

/// The request to `path` at `host`, both as the URL has them.
pub(super) fn request(command: &UrlCommand, host: &str, path: &str) -> Result<Request, Problem> {
    let body = command.body.as_ref().map(read).transpose()?;
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut head = format!("{} {slash}{path} HTTP/1.1\r\n", command.method);
    let mut line = |name: &str, value: &str| {
        for part in [name, ": ", value, "\r\n"] {
            head.push_str(part);
        }
    };
    let given = |wanted: &str| {
        command
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(wanted))
    };
    if !given("Host") {
        line("Host", host);
    }
    line("User-Agent", AGENT);
    if !given("Accept") {
        line("Accept", "*/*");
    }
    for (name, value) in &command.headers {
        line(name, value);
    }
    match &body {
        Some(body) => line("Content-Length", &body.len().to_string()),
        // RFC 9110, 8.6: a method that expects a body says so even when there is none.
        None if ["POST", "PUT", "PATCH"].contains(&command.method.as_str()) => line("Content-Length", "0"),
        None => {}
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(body.as_deref().unwrap_or_default());
    Ok(Request {
        bytes: bytes.into_boxed_slice(),
        slots: Box::default(),
        head: command.method == "HEAD",
        expected: Expected {
            status: command.status,
            media_type: None,
            min_length: 0,
            max_length: u64::MAX,
        },
    })
}

fn read(body: &Body) -> Result<Vec<u8>, Problem> {
    match body {
        Body::Text(text) => Ok(text.clone().into_bytes()),
        Body::File(file) => fs::read(file).map_err(|error| {
            Problem::Usage(format!(
                "--body: must be a text, or @ and a readable file, got \"@{file}\": {error}"
            ))
        }),
    }
}

//! Rooms in which everybody hears what the others say.

mod mailbox;
mod member;
mod rooms;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use tokio_tungstenite::tungstenite::{
    Error as Refusal,
    error::ProtocolError::{InvalidSecWebSocketKey, MissingSecWebSocketKey},
    handshake::server::create_response_with_body,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::rooms::Rooms;
use crate::{
    accepted::{Rules, require},
    error::Error,
    query::Query,
};

#[derive(Clone, Default)]
pub struct Chat {
    rooms: Arc<Rooms>,
    /// The tasks of all members: the server does not know them any more once they have left HTTP.
    members: TaskTracker,
    stopping: CancellationToken,
}

#[derive(Debug, Deserialize)]
pub struct Entrance {
    room: String,
}

impl Rules for Entrance {
    fn check(&self) -> Result<(), String> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let holds = (1..=32).contains(&self.room.len()) && self.room.bytes().all(plain);
        Ok(require(holds, "room must have 1 to 32 characters of a-z, 0-9 and -")?)
    }
}

impl Chat {
    /// Asks every member to leave, and whoever still comes.
    pub fn stop(&self) {
        self.stopping.cancel();
    }

    /// Completes when the last member is gone.
    pub async fn emptied(&self) {
        self.members.close();
        self.members.wait().await;
    }
}

pub async fn enter(
    State(chat): State<Chat>,
    Query(entrance): Query<Entrance>,
    mut request: Request,
) -> Result<Response, Error> {
    let welcome = create_response_with_body(&request, Body::empty).map_err(refused)?;
    // Before the answer is sent: who has it must not miss what is said from then on. What comes earlier waits.
    let seat = chat.rooms.join(entrance.room);
    let upgrading = hyper::upgrade::on(&mut request);
    let stopping = chat.stopping.clone();
    chat.members.spawn(async move {
        // It fails where the client has left before the answer; then the seat is given up.
        if let Ok(connection) = upgrading.await {
            member::attend(connection, seat, stopping).await;
        }
    });
    Ok(welcome)
}

fn refused(refusal: Refusal) -> Error {
    let reason = refusal.to_string();
    match refusal {
        Refusal::Protocol(MissingSecWebSocketKey | InvalidSecWebSocketKey) => Error::Handshake(reason),
        _ => Error::UpgradeRequired(reason),
    }
}

#[cfg(test)]
mod tests;

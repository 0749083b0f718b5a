//! A member: what it says, what it hears, and how they part.

use std::{borrow::Cow, time::Duration};

use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use tokio::{
    io::{AsyncWriteExt, BufReader, copy_buf, sink},
    task::coop::consume_budget,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message, Utf8Bytes,
        error::ProtocolError::ResetWithoutClosingHandshake,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};
use tokio_util::sync::CancellationToken;

use super::{
    mailbox::{self, Mailbox},
    rooms::Seat,
};
use crate::object::Object;

const LONGEST_MESSAGE: usize = 16 * 1024;
const LONGEST_TEXT: usize = 1000;
/// Held by every member all the time; by default it would be 128 KiB. Longer messages get room of their own.
const READ_BUFFER: usize = 2 * 1024;
/// What is gathered for one write where much waits. It grows only then, but does not shrink.
const WRITE_BUFFER: usize = 4 * 1024;
/// For the whole parting; within the grace that answers in flight have when the service stops.
const PARTING: Duration = Duration::from_secs(1);

type Socket = WebSocketStream<TokioIo<Upgraded>>;

#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// Why a connection ends.
enum Ending {
    /// The member says farewell: the answer to that is in the socket already.
    Farewell,
    /// It is told to leave.
    Dismissed(CloseCode),
    /// There is nobody to talk to any more, or nobody who reads.
    Lost,
}

/// From the first message to the last byte. Reading goes on while a write waits for the member, and the other way round.
pub async fn attend(connection: Upgraded, seat: Seat, stopping: CancellationToken) {
    let socket = WebSocketStream::from_raw_socket(TokioIo::new(connection), Role::Server, Some(limits())).await;
    let (mut to_member, mut from_member) = socket.split();
    let ending = tokio::select! {
        ending = listen(&mut from_member, &seat) => ending,
        ending = deliver(&mut to_member, &seat.mailbox) => ending,
        () = seat.mailbox.overrun() => Ending::Lost,
        () = stopping.cancelled() => Ending::Dismissed(CloseCode::Away),
    };
    // The room does not wait for the parting.
    drop(seat);
    let socket = to_member.reunite(from_member).expect("both are halves of it");
    // Who does not take part in the parting is left; there is nothing to do about either outcome.
    let _ = timeout(PARTING, part(socket, ending)).await;
}

fn limits() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        // Reached only by answers to pings of a member that does not read; by default there is no limit.
        .max_write_buffer_size(mailbox::MOST)
        .max_message_size(Some(LONGEST_MESSAGE))
        .max_frame_size(Some(LONGEST_MESSAGE))
}

/// Until the member leaves or breaks a rule. Pings are answered by the socket itself.
async fn listen(from_member: &mut SplitStream<Socket>, seat: &Seat) -> Ending {
    while let Some(message) = from_member.next().await {
        match message {
            Ok(Message::Text(message)) => match read(&message) {
                Some(text) => seat.say(&text),
                None => return Ending::Dismissed(CloseCode::Policy),
            },
            Ok(Message::Binary(_)) => return Ending::Dismissed(CloseCode::Unsupported),
            Ok(Message::Close(_)) => return Ending::Farewell,
            Ok(_) => {}
            Err(breach) => return ending_of(&breach),
        }
        // Many messages may come with one read, and each wakes the whole room.
        consume_budget().await;
    }
    Ending::Lost
}

fn read(message: &str) -> Option<Cow<'_, str>> {
    let Object(Said { text }) = serde_json::from_str(message).ok()?;
    (1..=LONGEST_TEXT).contains(&text.chars().count()).then_some(text)
}

fn ending_of(breach: &Error) -> Ending {
    match breach {
        Error::Capacity(_) => Ending::Dismissed(CloseCode::Size),
        Error::Utf8(_) => Ending::Dismissed(CloseCode::Invalid),
        Error::Protocol(ResetWithoutClosingHandshake) => Ending::Lost,
        Error::Protocol(_) => Ending::Dismissed(CloseCode::Protocol),
        _ => Ending::Lost,
    }
}

/// Until the connection breaks. What is due together is written together.
async fn deliver(to_member: &mut SplitSink<Socket, Message>, mailbox: &Mailbox) -> Ending {
    loop {
        while let Some(text) = mailbox.take() {
            if to_member.feed(Message::Text(text)).await.is_err() {
                return Ending::Lost;
            }
        }
        if to_member.flush().await.is_err() {
            return Ending::Lost;
        }
        mailbox.filled().await;
    }
}

/// What is still under way is read and thrown away: closed with something unread, the kernel would reset the connection, and
/// the code might not arrive.
async fn part(mut socket: Socket, ending: Ending) -> Result<(), Error> {
    match ending {
        Ending::Lost => return Ok(()),
        Ending::Farewell => socket.flush().await?,
        Ending::Dismissed(code) => socket.close(Some(CloseFrame { code, reason: Utf8Bytes::default() })).await?,
    }
    let connection = socket.get_mut();
    connection.shutdown().await?;
    copy_buf(&mut BufReader::with_capacity(READ_BUFFER, connection), &mut sink()).await?;
    Ok(())
}

//! An upstream at the other end of a pipe in memory.

use std::{
    future::{Ready, ready},
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use axum::http::Uri;
use hyper_util::{
    client::legacy::connect::{Connected, Connection},
    rt::TokioIo,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, ReadBuf, duplex},
    sync::Notify,
};
use tower::Service;

/// What the upstream does with each request on a connection, in order; at the end of the list it closes it.
#[derive(Clone, Copy)]
pub enum Act {
    Says(&'static str),
    KeepsSilent,
    /// Does not read a request, but closes the connection when it is told to.
    Closes,
}

/// Connects to the upstream, and remembers what was asked of it.
#[derive(Clone)]
pub struct Upstream {
    acts: Arc<[Act]>,
    pub asked: Arc<Mutex<Vec<String>>>,
    pub connections: Arc<Mutex<usize>>,
    /// Told of each request that was read.
    pub heard: Arc<Notify>,
    /// Told of each connection that the other side closed.
    pub left: Arc<Notify>,
    /// Tells a connection to close.
    pub close: Arc<Notify>,
}

impl Upstream {
    pub fn new(acts: &[Act]) -> Self {
        Self {
            acts: acts.into(),
            asked: Arc::default(),
            connections: Arc::default(),
            heard: Arc::default(),
            left: Arc::default(),
            close: Arc::default(),
        }
    }

    async fn serve(self, mut pipe: DuplexStream) -> io::Result<()> {
        for act in self.acts.iter() {
            if matches!(act, Act::Closes) {
                self.close.notified().await;
                break;
            }
            let Some(head) = head(&mut pipe).await? else {
                self.left.notify_one();
                break;
            };
            self.asked.lock().expect("a lock").push(head);
            self.heard.notify_one();
            if let Act::Says(text) = act {
                pipe.write_all(text.as_bytes()).await?;
            }
        }
        Ok(())
    }
}

/// The head of the next request, or none where the other side closed the connection.
async fn head(pipe: &mut DuplexStream) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if pipe.read_buf(&mut head).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(String::from_utf8(head).expect("ASCII")))
}

impl Service<Uri> for Upstream {
    type Response = TokioIo<Pipe>;
    type Error = io::Error;
    type Future = Ready<io::Result<TokioIo<Pipe>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let (near, far) = duplex(1024);
        *self.connections.lock().expect("a lock") += 1;
        tokio::spawn(self.clone().serve(far));
        ready(Ok(TokioIo::new(Pipe(near))))
    }
}

pub struct Pipe(DuplexStream);

impl Connection for Pipe {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl AsyncRead for Pipe {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

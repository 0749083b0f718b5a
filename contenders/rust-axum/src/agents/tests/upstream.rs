//! An upstream on a real socket that answers when it is told to.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
};

pub const UNKNOWN: u64 = 100_404;
pub const FAILS: u64 = 100_500;
pub const BREAKS_OFF: u64 = 200_001;
pub const NO_JSON: u64 = 200_002;
/// Answered with the stock of another article.
pub const ANOTHER: u64 = 200_003;

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    Asked(u64),
    /// The other side closed the connection before this was answered.
    Left(u64),
}

pub struct Upstream {
    pub url: String,
    pub seen: mpsc::UnboundedReceiver<Seen>,
    answered: watch::Sender<u64>,
}

impl Upstream {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let ((tell, seen), answered) = (mpsc::unbounded_channel(), watch::Sender::new(0));
        let answers = answered.clone();
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.expect("a connection");
                tokio::spawn(serve(socket, tell.clone(), answers.subscribe()));
            }
        });
        Self { url, seen, answered }
    }

    /// Lets the answer to this article go, where it is asked for.
    pub fn answer(&self, sku: u64) {
        self.answered.send_replace(sku);
    }
}

async fn serve(mut socket: TcpStream, tell: mpsc::UnboundedSender<Seen>, mut answers: watch::Receiver<u64>) {
    let mut head = Vec::new();
    while socket.read_buf(&mut head).await.is_ok_and(|read| read > 0) {
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        let text = String::from_utf8(std::mem::take(&mut head)).expect("ASCII");
        let sku = text.strip_prefix("GET /stock/").and_then(|rest| rest.split(' ').next()).expect("a path");
        let sku = sku.parse().expect("a number");
        // Nobody hears it where the test is over.
        let _ = tell.send(Seen::Asked(sku));
        let Some(answer) = answer(&mut socket, sku, &mut answers).await else {
            let _ = tell.send(Seen::Left(sku));
            return;
        };
        socket.write_all(answer.as_bytes()).await.expect("a connection");
        if sku == BREAKS_OFF {
            return;
        }
    }
}

/// None where the other side has left.
async fn answer(socket: &mut TcpStream, sku: u64, answers: &mut watch::Receiver<u64>) -> Option<String> {
    let said = |status, body: &str| format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let stock = |sku| said("200 OK", &format!(r#"{{"sku":{sku},"available":17,"warehouse":"W3"}}"#));
    Some(match sku {
        UNKNOWN => said("404 Not Found", "none"),
        FAILS => said("500 Internal Server Error", ""),
        BREAKS_OFF => "HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n{\"sku\": ".to_owned(),
        NO_JSON => said("200 OK", "words"),
        ANOTHER => stock(7),
        _ => tokio::select! {
            told = answers.wait_for(|told| *told == sku) => told.map(|_| stock(sku)).expect("a test"),
            _ = socket.read_u8() => return None,
        },
    })
}

//! The runtime, the connections, and how both end.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
    signal::unix::{SignalKind, signal},
};

use crate::{
    api::Api,
    settings::{Refusal, Settings},
    users::Accounts,
};

/// How long a connection may stay open until the head of its next request is there: also how long it may be idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(75);
/// How long answers in flight may take after SIGTERM.
const GRACE: Duration = Duration::from_secs(1);
/// How long to wait where accepting failed, as it does when no file is left to open.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// One core needs no work stealing: the scheduler on one thread wakes nobody else and is what a one-core container is given.
pub fn runtime(cores: usize) -> Result<Runtime, Refusal> {
    let mut builder = if cores == 1 { Builder::new_current_thread() } else { Builder::new_multi_thread() };
    builder.worker_threads(cores).enable_all().build().map_err(|cause| format!("the runtime did not start: {cause}"))
}

/// Serves until SIGTERM or SIGINT, then lets answers in flight finish within the grace.
pub async fn run(settings: Settings) -> Result<(), Refusal> {
    // Before anything else, so that a signal during the start is not lost.
    let stop = stop_signal()?;
    let accounts = match &settings.accounts {
        Some(wanted) => Some(Accounts::open(wanted).await?),
        None => None,
    };
    let api = Arc::new(Api { accounts });
    let address = SocketAddr::new(settings.host, settings.port);
    let listener = TcpListener::bind(address).await.map_err(|cause| format!("cannot listen on {address}: {cause}"))?;

    let connections = GracefulShutdown::new();
    tokio::select! {
        never = accept(listener, &api, &connections) => match never {},
        () = stop => {}
    }
    let finished = async {
        connections.shutdown().await;
        match &api.accounts {
            Some(accounts) => accounts.close().await,
            None => Ok(()),
        }
    };
    // What is not finished in time is cut off; that is no failure.
    tokio::time::timeout(GRACE, finished).await.unwrap_or(Ok(()))
}

async fn accept(listener: TcpListener, api: &Arc<Api>, connections: &GracefulShutdown) -> Infallible {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    loop {
        match listener.accept().await {
            Ok((stream, _)) => serve(stream, Arc::clone(api), &http, connections),
            Err(cause) => recover(cause).await,
        }
    }
}

fn serve(stream: TcpStream, api: Arc<Api>, http: &http1::Builder, connections: &GracefulShutdown) {
    // Answers are written whole: waiting to merge them with later bytes only delays them. A connection that is gone
    // already refuses; its end is noticed where it is read.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let api = Arc::clone(&api);
        async move { Ok::<_, Infallible>(api.answer(request).await) }
    });
    let connection = connections.watch(http.serve_connection(TokioIo::new(stream), service));
    // What ends a connection early is the client's doing, and there is nobody left to tell.
    tokio::spawn(async { drop(connection.await) });
}

/// A client that gave up before it was accepted is nothing to wait for.
async fn recover(cause: io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(cause.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        eprintln!("rust-hyper: a connection could not be accepted: {cause}");
        tokio::time::sleep(ACCEPT_PAUSE).await;
    }
}

/// Completes at the first SIGTERM or SIGINT after this call.
fn stop_signal() -> Result<impl Future<Output = ()>, Refusal> {
    let refused = |cause| format!("cannot listen for signals: {cause}");
    let mut terminate = signal(SignalKind::terminate()).map_err(refused)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(refused)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

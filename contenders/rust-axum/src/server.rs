//! The runtime, what is served on it, and how it stops.

use std::{net::SocketAddr, time::Duration};

use axum::serve::ListenerExt;
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    signal::unix::{SignalKind, signal},
};

use crate::{
    chat::Chat,
    duplicates::Comparing,
    parts::Parts,
    routes::router,
    settings::{Refusal, Settings},
};

/// How long answers in flight may take after SIGTERM.
const GRACE: Duration = Duration::from_millis(1500);

/// One core needs no work stealing: the scheduler on one thread wakes nobody else and is what a one-core container is given.
pub fn runtime(cores: usize) -> Result<Runtime, Refusal> {
    let mut builder = if cores == 1 { Builder::new_current_thread() } else { Builder::new_multi_thread() };
    builder.worker_threads(cores).enable_all().build().map_err(|cause| format!("the runtime did not start: {cause}"))
}

/// Serves until SIGTERM or SIGINT, then lets answers in flight finish within the grace.
pub async fn run(settings: Settings) -> Result<(), Refusal> {
    // Before anything else, so that a signal during the start is not lost.
    let stop = stop_signal()?;
    let parts = Parts::open(&settings.parts).await?;
    let comparing = Comparing::new(settings.cores, settings.cpu_inline);
    let address = SocketAddr::new(settings.host, settings.port);
    let listener = TcpListener::bind(address)
        .await
        .map_err(|cause| format!("cannot listen on {address}: {cause}"))?
        // Answers are written whole: waiting to merge them with later bytes only delays them.
        .tap_io(|stream| drop(stream.set_nodelay(true)));

    let chat = Chat::default();
    let leaving = chat.clone();
    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let serving =
        axum::serve(listener, router(parts.clone(), comparing, chat.clone())).with_graceful_shutdown(async move {
            stop.await;
            leaving.stop();
            // The receiver lives as long as this function; if it is gone there is nothing left to stop.
            let _ = stopping.send(true);
        });
    let finished = async {
        serving.await.map_err(|cause| format!("the server failed: {cause}"))?;
        chat.emptied().await;
        parts.close().await
    };
    let overdue = async {
        let _ = stopped.wait_for(|stopping| *stopping).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        outcome = finished => outcome,
        () = overdue => Ok(()),
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

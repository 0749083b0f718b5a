//! The router, the runtime it runs on, and how it stops.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    routing::{get, post},
    serve::ListenerExt,
};
use serde::Serialize;
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    signal::unix::{SignalKind, signal},
};

use crate::{
    error::Error,
    orders,
    settings::{Refusal, Settings},
    users::{self, Accounts},
};

const BODY_LIMIT: usize = 1024 * 1024;
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
    let accounts = match &settings.accounts {
        Some(wanted) => Some(Arc::new(Accounts::open(wanted).await?)),
        None => None,
    };
    let address = SocketAddr::new(settings.host, settings.port);
    let listener = TcpListener::bind(address)
        .await
        .map_err(|cause| format!("cannot listen on {address}: {cause}"))?
        // Answers are written whole: waiting to merge them with later bytes only delays them.
        .tap_io(|stream| drop(stream.set_nodelay(true)));

    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let serving = axum::serve(listener, router(accounts.clone())).with_graceful_shutdown(async move {
        stop.await;
        // The receiver lives as long as this function; if it is gone there is nothing left to stop.
        let _ = stopping.send(true);
    });
    let finished = async {
        serving.await.map_err(|cause| format!("the server failed: {cause}"))?;
        match accounts {
            Some(accounts) => accounts.close().await,
            None => Ok(()),
        }
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

/// All routes. Without accounts the service still runs, and says so where it would need them.
pub fn router(accounts: Option<Arc<Accounts>>) -> Router {
    let router = match accounts {
        Some(accounts) => {
            Router::new().route("/user", get(users::me)).route("/health", get(users::health)).with_state(accounts)
        }
        None => Router::new()
            .route("/user", get(async || Error::Unavailable))
            .route("/health", get(async || StatusCode::OK)),
    };
    router.route("/hello", get(hello)).route("/orders", post(orders::price)).layer(DefaultBodyLimit::max(BODY_LIMIT))
}

#[derive(Serialize)]
struct Greeting {
    message: &'static str,
}

async fn hello() -> Json<Greeting> {
    Json(Greeting { message: "Hello, World!" })
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

#[cfg(test)]
mod tests {
    use axum::{
        body::{Body, to_bytes},
        http::{Request, header::CONTENT_TYPE},
    };
    use tower::ServiceExt;

    use super::*;

    async fn answer(method: &str, path: &str, body: impl Into<Body>) -> (StatusCode, String, String) {
        let request = Request::builder().method(method).uri(path).body(body.into());
        let request = request.expect("a request");
        let response = router(None).oneshot(request).await.expect("infallible");
        let status = response.status();
        let kind = response.headers().get(CONTENT_TYPE).map(|value| value.to_str().expect("ASCII"));
        let kind = kind.unwrap_or_default().to_owned();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, kind, String::from_utf8(bytes.into()).expect("UTF-8"))
    }

    #[tokio::test]
    async fn the_greeting_is_json() {
        let (status, kind, body) = answer("GET", "/hello", Body::empty()).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/json"));
        assert_eq!(body, r#"{"message":"Hello, World!"}"#);
    }

    #[tokio::test]
    async fn what_is_not_served_is_not_found() {
        assert_eq!(answer("GET", "/nothing", Body::empty()).await.0, StatusCode::NOT_FOUND);
        assert_eq!(answer("GET", "/orders", Body::empty()).await.0, StatusCode::METHOD_NOT_ALLOWED);
    }

    #[tokio::test]
    async fn without_a_database_the_service_is_healthy_and_users_are_unavailable() {
        assert_eq!(answer("GET", "/health", Body::empty()).await.0, StatusCode::OK);
        let (status, kind, _) = answer("GET", "/user", Body::empty()).await;
        assert_eq!((status, kind.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "application/json"));
    }

    #[tokio::test]
    async fn refusals_of_orders_are_json_with_the_status_of_their_kind() {
        for (body, wanted) in [
            ("{".to_owned(), StatusCode::BAD_REQUEST),
            ("{}".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
            ("x".repeat(1_048_576), StatusCode::BAD_REQUEST),
            ("x".repeat(1_048_577), StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let (status, kind, text) = answer("POST", "/orders", body).await;
            assert_eq!((status, kind.as_str()), (wanted, "application/json"));
            assert!(text.starts_with(r#"{"error":""#), "{text}");
        }
    }
}

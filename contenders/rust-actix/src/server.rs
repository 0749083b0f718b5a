//! The routes, the server they are served by, and how it stops.

use std::time::Duration;

use actix_web::{
    App, HttpResponse, HttpServer, Resource,
    web::{self, Data, Json, ServiceConfig},
};
use serde::Serialize;

use crate::{
    error::Error,
    orders,
    settings::{Refusal, Settings},
    users::{self, Accounts},
};

/// Equal, so that a connection opened early and used late is not cut off sooner than one that is kept alive.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
const HEAD_TIMEOUT: Duration = Duration::from_secs(75);
/// How many seconds answers in flight may take after SIGTERM.
const GRACE: u64 = 1;

/// Serves until a signal that actix-web listens for by itself: SIGTERM lets answers in flight finish within the grace.
pub async fn run(settings: Settings) -> Result<(), Refusal> {
    let accounts = match &settings.accounts {
        Some(wanted) => Some(Data::new(Accounts::open(wanted).await?)),
        None => None,
    };
    let shared = accounts.clone();
    let address = (settings.host, settings.port);
    HttpServer::new(move || App::new().configure(routes(shared.clone())))
        .workers(settings.cores)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_TIMEOUT)
        .shutdown_timeout(GRACE)
        // Answers are written whole: waiting to merge them with later bytes only delays them.
        .tcp_nodelay(true)
        .bind(address)
        .map_err(|cause| format!("cannot listen on {}:{}: {cause}", address.0, address.1))?
        .run()
        .await
        .map_err(|cause| format!("the server failed: {cause}"))?;
    match accounts {
        Some(accounts) => accounts.close().await,
        None => Ok(()),
    }
}

/// All routes. Without accounts the service still runs, and says so where it would need them.
pub fn routes(accounts: Option<Data<Accounts>>) -> impl FnOnce(&mut ServiceConfig) {
    move |service| {
        match accounts {
            Some(accounts) => service
                .app_data(accounts)
                .service(read_only("/user").get(users::me).head(users::me))
                .service(read_only("/health").get(users::health).head(users::health)),
            None => service
                .service(read_only("/user").get(unavailable).head(unavailable))
                .service(read_only("/health").get(HttpResponse::Ok).head(HttpResponse::Ok)),
        }
        .service(read_only("/hello").get(hello).head(hello))
        .service(web::resource("/orders").post(orders::price).default_service(web::to(only_post)))
        .default_service(web::to(not_found));
    }
}

fn read_only(path: &str) -> Resource {
    web::resource(path).default_service(web::to(only_read))
}

#[derive(Serialize)]
struct Greeting {
    message: &'static str,
}

async fn hello() -> Json<Greeting> {
    Json(Greeting { message: "Hello, World!" })
}

async fn unavailable() -> Result<HttpResponse, Error> {
    Err(Error::Unavailable)
}

async fn not_found() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}

async fn only_read() -> Result<HttpResponse, Error> {
    Err(Error::Method("GET, HEAD"))
}

async fn only_post() -> Result<HttpResponse, Error> {
    Err(Error::Method("POST"))
}

#[cfg(test)]
mod tests {
    use actix_web::{
        http::{
            Method, StatusCode,
            header::{ALLOW, CONTENT_TYPE},
        },
        test::{TestRequest, call_service, init_service, read_body},
    };

    use super::*;

    struct Answer {
        status: StatusCode,
        kind: String,
        allow: String,
        body: String,
    }

    async fn answer(method: Method, path: &str, kind: &str, body: impl Into<web::Bytes>) -> Answer {
        let app = init_service(App::new().configure(routes(None))).await;
        let request = TestRequest::default().method(method).uri(path).insert_header((CONTENT_TYPE, kind));
        let response = call_service(&app, request.set_payload(body).to_request()).await;
        let header = |name| {
            let value = response.headers().get(name).map(|value| value.to_str().expect("ASCII"));
            value.unwrap_or_default().to_owned()
        };
        let (status, kind, allow) = (response.status(), header(CONTENT_TYPE), header(ALLOW));
        let body = String::from_utf8(read_body(response).await.into()).expect("UTF-8");
        Answer { status, kind, allow, body }
    }

    async fn read(path: &str) -> Answer {
        answer(Method::GET, path, "application/json", "").await
    }

    #[actix_web::test]
    async fn the_greeting_is_json() {
        let greeting = read("/hello").await;
        assert_eq!((greeting.status, greeting.kind.as_str()), (StatusCode::OK, "application/json"));
        assert_eq!(greeting.body, r#"{"message":"Hello, World!"}"#);
    }

    #[actix_web::test]
    async fn what_is_not_served_is_not_found() {
        for path in ["/nothing", "/", "/hello/", "/hello/world"] {
            let refusal = read(path).await;
            assert_eq!((refusal.status, refusal.kind.as_str()), (StatusCode::NOT_FOUND, "application/json"), "{path}");
            assert_eq!(refusal.body, r#"{"error":"not found"}"#);
        }
    }

    #[actix_web::test]
    async fn another_method_is_told_which_one_is_served() {
        let refusal = read("/orders").await;
        assert_eq!((refusal.status, refusal.allow.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
        let refusal = answer(Method::POST, "/hello", "application/json", "{}").await;
        assert_eq!((refusal.status, refusal.allow.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"));
    }

    #[actix_web::test]
    async fn without_a_database_the_service_is_healthy_and_users_are_unavailable() {
        assert_eq!(read("/health").await.status, StatusCode::OK);
        let refusal = read("/user").await;
        assert_eq!((refusal.status, refusal.kind.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "application/json"));
    }

    #[actix_web::test]
    async fn refusals_of_orders_are_json_with_the_status_of_their_kind() {
        for (kind, body, wanted) in [
            ("application/json", "{".to_owned(), StatusCode::BAD_REQUEST),
            ("application/json", String::new(), StatusCode::BAD_REQUEST),
            ("Application/JSON; charset=utf-8", "{}".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
            ("text/plain", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("application/json", "x".repeat(1_048_576), StatusCode::BAD_REQUEST),
            ("application/json", "x".repeat(1_048_577), StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let refusal = answer(Method::POST, "/orders", kind, body).await;
            assert_eq!((refusal.status, refusal.kind.as_str()), (wanted, "application/json"), "{kind}");
            assert!(refusal.body.starts_with(r#"{"error":""#), "{}", refusal.body);
        }
    }
}

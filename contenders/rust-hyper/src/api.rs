//! Which request is answered by whom.

use hyper::{Method, Request, Response, StatusCode, body::Body, body::Bytes};
use serde::Serialize;

use crate::{
    body::{Answer, json},
    error::{BodyError, Error},
    orders,
    users::{self, Accounts},
};

/// Without accounts the service still runs, and says so where it would need them.
pub struct Api {
    pub accounts: Option<Accounts>,
}

#[derive(Serialize)]
struct Greeting {
    message: &'static str,
}

impl Api {
    pub async fn answer<B>(&self, request: Request<B>) -> Answer
    where
        B: Body<Data = Bytes, Error: Into<BodyError>>,
    {
        self.route(request).await.unwrap_or_else(Answer::from)
    }

    async fn route<B>(&self, request: Request<B>) -> Result<Answer, Error>
    where
        B: Body<Data = Bytes, Error: Into<BodyError>>,
    {
        // HEAD is answered as GET is; hyper leaves the body away.
        match (request.method(), request.uri().path()) {
            (&Method::GET | &Method::HEAD, "/hello") => Ok(hello()),
            (&Method::POST, "/orders") => orders::price(request).await,
            (&Method::GET | &Method::HEAD, "/user") => users::me(self.accounts()?, request.headers()).await,
            (&Method::GET | &Method::HEAD, "/health") => self.health().await,
            (_, "/hello" | "/user" | "/health") => Err(Error::Method("GET, HEAD")),
            (_, "/orders") => Err(Error::Method("POST")),
            _ => Err(Error::NotFound),
        }
    }

    fn accounts(&self) -> Result<&Accounts, Error> {
        self.accounts.as_ref().ok_or(Error::Unavailable)
    }

    async fn health(&self) -> Result<Answer, Error> {
        if let Some(accounts) = &self.accounts {
            accounts.ping().await?;
        }
        Ok(Response::default())
    }
}

fn hello() -> Answer {
    json(StatusCode::OK, &Greeting { message: "Hello, World!" })
}

#[cfg(test)]
mod tests {
    use http_body_util::{BodyExt, Full};
    use hyper::header::{ALLOW, CONTENT_TYPE};

    use super::*;

    struct Read {
        status: StatusCode,
        kind: String,
        allow: String,
        body: String,
    }

    async fn send(method: Method, path: &str, kind: &str, body: impl Into<Bytes>) -> Read {
        let request = Request::builder().method(method).uri(path).header(CONTENT_TYPE, kind);
        let request = request.body(Full::new(body.into())).expect("a request");
        let answer = Api { accounts: None }.answer(request).await;
        let header = |name| {
            let value = answer.headers().get(name).map(|value| value.to_str().expect("ASCII"));
            value.unwrap_or_default().to_owned()
        };
        let (status, kind, allow) = (answer.status(), header(CONTENT_TYPE), header(ALLOW));
        let body = answer.into_body().collect().await.expect("infallible").to_bytes();
        Read { status, kind, allow, body: String::from_utf8(body.into()).expect("UTF-8") }
    }

    async fn get(path: &str) -> Read {
        send(Method::GET, path, "application/json", "").await
    }

    #[tokio::test]
    async fn the_greeting_is_json() {
        let greeting = get("/hello?lang=en").await;
        assert_eq!((greeting.status, greeting.kind.as_str()), (StatusCode::OK, "application/json"));
        assert_eq!(greeting.body, r#"{"message":"Hello, World!"}"#);
    }

    #[tokio::test]
    async fn what_is_not_served_is_not_found() {
        for path in ["/nothing", "/", "/hello/", "/hello/world"] {
            let refusal = get(path).await;
            assert_eq!((refusal.status, refusal.kind.as_str()), (StatusCode::NOT_FOUND, "application/json"), "{path}");
            assert_eq!(refusal.body, r#"{"error":"not found"}"#);
        }
    }

    #[tokio::test]
    async fn another_method_is_told_which_one_is_served() {
        let refusal = get("/orders").await;
        assert_eq!((refusal.status, refusal.allow.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
        let refusal = send(Method::POST, "/hello", "application/json", "{}").await;
        assert_eq!((refusal.status, refusal.allow.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD"));
    }

    #[tokio::test]
    async fn without_a_database_the_service_is_healthy_and_users_are_unavailable() {
        assert_eq!(get("/health").await.status, StatusCode::OK);
        let refusal = get("/user").await;
        assert_eq!((refusal.status, refusal.kind.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "application/json"));
    }

    #[tokio::test]
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
            let refusal = send(Method::POST, "/orders", kind, body).await;
            assert_eq!((refusal.status, refusal.kind.as_str()), (wanted, "application/json"), "{kind}");
            assert!(refusal.body.starts_with(r#"{"error":""#), "{}", refusal.body);
        }
    }
}

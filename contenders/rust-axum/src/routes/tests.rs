use std::{num::NonZeroU32, sync::Arc};

use axum::{
    body::{Body, to_bytes},
    http::{
        Request, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
    },
};
use serde_json::{Value, from_str, json};
use tower::ServiceExt;

use super::*;
use crate::{
    database::{Database, Setup},
    settings::PartSettings,
    shop::Shop,
};

const JSON: &str = "application/json";

async fn answer(parts: &Parts, request: Request<Body>) -> (StatusCode, String, String) {
    let response =
        router(parts.clone(), Comparing::new(1, false), Chat::default()).oneshot(request).await.expect("infallible");
    let header = |name| response.headers().get(name).map_or("", |value| value.to_str().expect("ASCII")).to_owned();
    let (status, kind, length) = (response.status(), header(CONTENT_TYPE), header(CONTENT_LENGTH));
    let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    // On the wire an empty answer has its length as well; here the router does not say it yet.
    assert!(body.is_empty() || length == body.len().to_string(), "{length}");
    (status, kind, String::from_utf8(body.into()).expect("UTF-8"))
}

async fn get_from(parts: &Parts, path: &str) -> (StatusCode, String, String) {
    answer(parts, Request::get(path).body(Body::empty()).expect("a request")).await
}

async fn post_to(parts: &Parts, path: &str, kind: &str, body: impl Into<Body>) -> (StatusCode, String, String) {
    answer(parts, Request::post(path).header(CONTENT_TYPE, kind).body(body.into()).expect("a request")).await
}

fn assert_refused((status, kind, body): &(StatusCode, String, String), wanted: StatusCode, what: &str) {
    assert_eq!((*status, kind.as_str()), (wanted, JSON), "{what}: {body}");
    let refused: Value = from_str(body).expect("JSON");
    assert!(refused["error"].is_string() && refused.as_object().is_some_and(|keys| keys.len() == 1), "{what}: {body}");
}

/// A cache of four; an upstream and a shop where nothing listens.
async fn parts() -> Parts {
    let settings = PartSettings {
        cache_entries: NonZeroU32::new(4),
        upstream: Some("http://127.0.0.1:1".to_owned()),
        ..PartSettings::default()
    };
    let database =
        Database::closed("mysql://shop@127.0.0.1:1/shop", &Setup { connections: 10, prepared: &[], first: &[] })
            .expect("a pool");
    let shop = Some(Arc::new(Shop { database }));
    Parts { shop, ..Parts::open(&settings).await.expect("parts") }
}

#[tokio::test]
async fn the_greeting_is_json() {
    let (status, kind, body) = get_from(&Parts::default(), "/hello").await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, JSON));
    assert_eq!(body, r#"{"message":"Hello, World!"}"#);
}

#[tokio::test]
async fn what_is_not_served_is_not_found() {
    assert_eq!(get_from(&Parts::default(), "/nothing").await.0, StatusCode::NOT_FOUND);
    assert_eq!(get_from(&Parts::default(), "/orders").await.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn without_its_parts_the_service_is_healthy_and_says_what_it_lacks() {
    let none = Parts::default();
    assert_eq!(get_from(&none, "/health").await.0, StatusCode::OK);
    let lacks = |(status, kind, body): (StatusCode, String, String)| {
        assert_eq!((status, kind.as_str()), (StatusCode::SERVICE_UNAVAILABLE, JSON));
        assert_eq!(body, r#"{"error":"not configured"}"#);
    };
    for path in ["/user", "/feed/1", "/feed/x", "/cache", "/availability/1", "/products/1", "/checkouts/1"] {
        lacks(get_from(&none, path).await);
    }
    for path in ["/checkouts", "/agents/stock"] {
        lacks(post_to(&none, path, "text/plain", "{").await);
    }
}

#[tokio::test]
async fn a_service_whose_database_does_not_answer_is_not_healthy() {
    assert_refused(&get_from(&parts().await, "/health").await, StatusCode::INTERNAL_SERVER_ERROR, "health");
}

#[tokio::test]
async fn refusals_of_bodies_are_json_with_the_status_of_their_kind() {
    let parts = parts().await;
    for path in ["/orders", "/duplicates", "/checkouts", "/agents/stock"] {
        for (kind, body, wanted) in [
            (JSON, "{".to_owned(), StatusCode::BAD_REQUEST),
            (JSON, String::new(), StatusCode::BAD_REQUEST),
            (JSON, "{}".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
            (JSON, "[]".to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
            (JSON, "x".repeat(1_048_576), StatusCode::BAD_REQUEST),
            (JSON, "x".repeat(1_048_577), StatusCode::PAYLOAD_TOO_LARGE),
            ("text/plain", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("application/problem+json", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("text/plain", "x".repeat(1_048_577), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ] {
            let what = format!("{path}, {kind}, {} bytes", body.len());
            assert_refused(&post_to(&parts, path, kind, body).await, wanted, &what);
        }
        let untyped = Request::post(path).body(Body::from("{}")).expect("a request");
        assert_refused(&answer(&parts, untyped).await, StatusCode::UNSUPPORTED_MEDIA_TYPE, path);
    }
}

#[tokio::test]
async fn a_path_that_does_not_end_in_digits_is_refused() {
    let parts = parts().await;
    for path in [
        "/feed/x",
        "/feed/-1",
        "/feed/12345678901",
        "/feed/%ff",
        "/availability/1234567",
        "/availability/+1",
        "/availability/1%2F2",
        "/availability/1%0d%0aX:%201",
        "/products/abc",
        "/products/1%20OR%201=1",
        "/checkouts/first",
        "/checkouts/1.0",
        "/ticks/x?count=1",
        "/ticks/-1?count=1",
        "/ticks/1234567890?count=1",
        "/export/1.0?rows=1",
    ] {
        assert_refused(&get_from(&parts, path).await, StatusCode::BAD_REQUEST, path);
    }
    for path in ["/products/18446744073709551616", "/checkouts/99999999999999999999999"] {
        assert_refused(&get_from(&parts, path).await, StatusCode::NOT_FOUND, path);
    }
}

#[tokio::test]
async fn a_query_that_breaks_a_rule_is_refused() {
    for (path, name, beyond) in [("/ticks/1", "count", 101), ("/export/1", "rows", 1_000_001)] {
        assert_refused(&get_from(&Parts::default(), path).await, StatusCode::BAD_REQUEST, path);
        for value in ["", "0", "-1", "+1", "%2B1", "1.0", "1e2", "x", "00000001", &beyond.to_string()] {
            let path = format!("{path}?more=1&{name}={value}");
            assert_refused(&get_from(&Parts::default(), &path).await, StatusCode::BAD_REQUEST, &path);
        }
    }
    for path in ["/ticks", "/ticks/", "/ticks/?count=1", "/export/"] {
        assert_eq!(get_from(&Parts::default(), path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn duplicates_are_found() {
    let body = json!({ "names": ["anna", "hanna"], "limit": 1 }).to_string();
    let (status, kind, body) = post_to(&Parts::default(), "/duplicates", JSON, body).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, JSON));
    assert_eq!(body, r#"{"compared":1,"distanceSum":1,"pairs":[{"a":0,"b":1,"distance":1}]}"#);
}

#[tokio::test]
async fn a_feed_comes_back_as_it_was_asked_for_and_is_counted() {
    let parts = parts().await;
    let (status, kind, body) = get_from(&parts, "/feed/0031").await;
    let feed: Value = from_str(&body).expect("JSON");
    assert_eq!((status, kind.as_str(), &feed["feed"]), (StatusCode::OK, JSON, &json!("0031")));
    assert_eq!(feed["entries"].as_array().map(Vec::len), Some(8));
    let cache: Value = from_str(&get_from(&parts, "/cache").await.2).expect("JSON");
    let count = |key: &str| cache[key].as_u64().expect("a number");
    assert_eq!((count("capacity"), count("entries"), count("hits") + count("misses")), (4, 4, 8));
    assert_eq!(count("misses"), count("evictions"));
}

#[tokio::test]
async fn an_upstream_that_does_not_listen_is_a_bad_gateway() {
    let refused = get_from(&parts().await, "/availability/007").await;
    assert_refused(&refused, StatusCode::BAD_GATEWAY, "upstream");
    assert_eq!(refused.2, r#"{"error":"bad gateway"}"#);
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_an_internal_error_that_tells_nothing() {
    let parts = parts().await;
    let checkout = json!({ "requestId": "request-1", "customerId": 1, "lines": [{ "productId": 1, "quantity": 1 }] });
    for refused in [
        get_from(&parts, "/products/1").await,
        get_from(&parts, "/checkouts/1").await,
        post_to(&parts, "/checkouts", JSON, checkout.to_string()).await,
    ] {
        assert_refused(&refused, StatusCode::INTERNAL_SERVER_ERROR, "database");
        assert_eq!(refused.2, r#"{"error":"internal error"}"#);
    }
}

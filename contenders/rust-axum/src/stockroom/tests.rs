mod pipe;

use serde_json::{json, to_value};

use self::pipe::{
    Act::{Closes, KeepsSilent, Says},
    Upstream,
};
use super::*;

const STOCK: &str =
    "HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n{\"sku\": 7, \"available\": 17, \"warehouse\": \"W3\"}";
const UNKNOWN: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone";

fn stockroom(upstream: &Upstream) -> Stockroom<Upstream> {
    Stockroom::over(upstream.clone(), "http://upstream:4567/base/", PATIENCE).expect("a stockroom")
}

fn asked(upstream: &Upstream) -> usize {
    upstream.asked.lock().expect("a lock").len()
}

fn connections(upstream: &Upstream) -> usize {
    *upstream.connections.lock().expect("a lock")
}

#[tokio::test]
async fn an_article_is_asked_for_as_it_was_given() {
    let upstream = Upstream::new(&[Says(STOCK)]);
    let found = stockroom(&upstream).stock("007", 7).await.expect("an answer");
    assert_eq!(to_value(found).expect("JSON"), json!({ "sku": 7, "available": 17, "warehouse": "W3" }));
    let asked = upstream.asked.lock().expect("a lock");
    assert!(asked[0].starts_with("GET /base/stock/007 HTTP/1.1\r\n"), "{asked:?}");
    assert!(asked[0].to_ascii_lowercase().contains("\r\nhost: upstream:4567\r\n"), "{asked:?}");
}

#[tokio::test]
async fn a_connection_is_kept_whatever_was_answered() {
    let upstream = Upstream::new(&[Says(STOCK), Says(UNKNOWN), Says(STOCK), Says(STOCK)]);
    let stockroom = stockroom(&upstream);
    for found in [true, false, true] {
        assert_eq!(stockroom.stock("7", 7).await.is_ok(), found);
        // The connection goes back when its own task has seen the end of the answer.
        tokio::task::yield_now().await;
    }
    assert_eq!((asked(&upstream), connections(&upstream)), (3, 1));
}

#[tokio::test]
async fn what_is_no_answer_is_a_bad_gateway_and_asked_for_once() {
    for acts in [
        &[Says("")][..],
        &[Says("HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n{\"sku\": 7")],
        &[Says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n")],
        &[Says("SSH-2.0-OpenSSH\r\n")],
        &[Says("HTTP/1.1 302 Found\r\nLocation: /stock/7\r\nContent-Length: 0\r\n\r\n"), Says(STOCK)],
        &[Says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords")],
    ] {
        let upstream = Upstream::new(acts);
        let outcome = stockroom(&upstream).stock("7", 7).await;
        assert!(matches!(outcome, Err(Error::BadGateway(_))), "{outcome:?}");
        assert_eq!(asked(&upstream), 1);
    }
}

#[tokio::test]
async fn a_kept_connection_that_closes_is_not_replaced_for_the_same_request() {
    // Once with the request, once as the connection is taken for it.
    for (acts, asked_in_all) in [(&[Says(STOCK), Says("")], 2), (&[Says(STOCK), Closes], 1)] {
        let upstream = Upstream::new(acts);
        let stockroom = stockroom(&upstream);
        stockroom.stock("7", 7).await.expect("an answer");
        tokio::task::yield_now().await;
        upstream.close.notify_one();
        let outcome = stockroom.stock("7", 7).await;
        assert!(matches!(outcome, Err(Error::BadGateway(_))), "{outcome:?}");
        assert_eq!((asked(&upstream), connections(&upstream)), (asked_in_all, 1));
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", " ".repeat(LONGEST + 1)).leak();
    let outcome = stockroom(&Upstream::new(&[Says(endless), KeepsSilent])).stock("7", 7).await;
    assert!(matches!(&outcome, Err(Error::BadGateway(reason)) if reason.contains("length limit")), "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn no_whole_answer_in_time_is_a_gateway_timeout() {
    for acts in [
        &[KeepsSilent, KeepsSilent][..],
        &[Says("HTTP/1.1 200 OK\r\n"), KeepsSilent],
        &[Says("HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n{\"sku\": 7"), KeepsSilent],
    ] {
        let outcome = stockroom(&Upstream::new(acts)).stock("7", 7).await;
        assert!(matches!(outcome, Err(Error::GatewayTimeout)), "{outcome:?}");
    }
}

#[tokio::test]
async fn who_leaves_is_not_waited_for() {
    let upstream = Upstream::new(&[KeepsSilent, KeepsSilent]);
    let stockroom = stockroom(&upstream);
    tokio::select! {
        outcome = stockroom.stock("7", 7) => panic!("{outcome:?}"),
        () = upstream.heard.notified() => {}
    }
    // Comes only when the connection was closed.
    upstream.left.notified().await;
}

#[test]
fn only_a_plain_http_url_is_an_upstream() {
    assert_eq!(base("http://127.0.0.1:4567"), Ok("http://127.0.0.1:4567/stock/".to_owned()));
    assert_eq!(base("http://[::1]:4567/base/"), Ok("http://[::1]:4567/base/stock/".to_owned()));
    for url in
        ["", "127.0.0.1:4567", "/stock", "https://127.0.0.1", "http://", "http://a b", "http://h/?q=1", "http://h/#f"]
    {
        let outcome = base(url);
        assert!(matches!(&outcome, Err(refusal) if refusal.contains("UPSTREAM_URL")), "{url}: {outcome:?}");
    }
}

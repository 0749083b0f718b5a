//! Members that read late, or not at all.

use super::{
    client::{self, enter, hears, says},
    service,
};
use crate::{
    chat::Chat,
    loopback::{Client, until},
};

#[tokio::test]
async fn who_does_not_read_is_left_and_nobody_waits_for_it() {
    const MESSAGES: usize = 3000;
    let address = service(&Chat::default()).await;
    let [mut ada, mut ben] = [enter(address, "a").await, enter(address, "a").await];
    let mut slow = Client::asks(address, &client::handshake("a")).await;
    slow.read_to("\r\n\r\n").await;
    let text = "👩".repeat(1000);
    for seq in 1..=MESSAGES {
        says(&mut ada, &text).await;
        assert_eq!(hears(&mut ben).await["seq"], seq);
    }
    // What both kernels still held of 12 MB, and then the end.
    let received = client::rest(&mut slow).await;
    assert!((4000..MESSAGES * 4000 - 1024 * 1024).contains(&received), "{received}");
    says(&mut ben, "y").await;
    assert_eq!(hears(&mut ada).await["seq"], MESSAGES + 1);
}

#[tokio::test]
async fn who_reads_late_but_not_too_much_gets_all_of_it() {
    let address = service(&Chat::default()).await;
    let [mut ada, mut ben] = [enter(address, "a").await, enter(address, "a").await];
    let mut late = enter(address, "a").await;
    let text = "👩".repeat(250);
    for _ in 0..1000 {
        says(&mut ada, &text).await;
        hears(&mut ben).await;
    }
    for seq in 1..=1000 {
        assert_eq!(hears(&mut late).await["seq"], seq);
    }
}

#[tokio::test]
async fn who_pings_without_reading_does_not_fill_the_memory() {
    let chat = Chat::default();
    let address = service(&chat).await;
    let mut ada = enter(address, "a").await;
    let mut slow = Client::asks(address, &client::handshake("a")).await;
    slow.read_to("\r\n\r\n").await;
    client::pings(&mut slow, 10 * 1024 * 1024).await;
    // As much waits for it as may; what is said next is too much.
    says(&mut ada, &"x".repeat(1000)).await;
    until(|| chat.members.len() == 1).await;
}

use super::*;
use crate::plan::Kept;
use crate::websocket::page::most_messages;

/// Rooms that stand for themselves alone.
pub(crate) fn rooms(count: usize, members: usize) -> Rooms {
    Rooms {
        path: "/".to_string(),
        headers: Vec::new(),
        count,
        members,
        join: None,
        message: "${stamp}".to_string(),
        echo_to_sender: false,
        binary: false,
        kept: Kept::default(),
        counting: None,
    }
}

fn closed(count: usize, members: usize, most: u64) -> Board {
    let marker = Marker::new(7, "p", (count * members) as u64);
    let mut board = Board::closed(&rooms(count, members), marker, most);
    board.start(1000, 1_000_000);
    board
}

/// A board on which one member of the only room has sent `count` messages, with their numbers and a member that is to get them.
fn sent_by_one(count: usize) -> (Board, Vec<u64>, usize) {
    let board = closed(1, 3, 1000);
    let mut of_one = Vec::new();
    let sender = board.marker.sender_within(0, 3);
    while of_one.len() < count {
        let k = board.draw(0).unwrap();
        board.send(k, 1000 + k);
        if board.sender(k) == sender {
            of_one.push(k);
        }
    }
    (board, of_one, (sender + 1) % 3)
}

/// For each message, by its place among those of its sender and in this order of arrival, whether it was reordered.
fn reordered(arrivals: &[usize]) -> Vec<bool> {
    let (board, ks, member) = sent_by_one(6);
    let take = |nth: &usize| match board.take(member, board.marker.stamp(ks[*nth]).as_bytes(), 5000) {
        Found::Delivered { reordered, .. } => reordered,
        other => panic!("{other:?}"),
    };
    arrivals.iter().map(take).collect()
}

#[test]
fn a_message_that_comes_after_a_later_one_of_the_same_sender_is_reordered() {
    assert_eq!(reordered(&[0, 1, 2, 3, 4, 5]), [false; 6]);
    assert_eq!(reordered(&[0, 2, 1, 3]), [false, false, true, false]);
    // What lies between need not have come.
    assert_eq!(reordered(&[2, 0]), [false, true]);
    assert_eq!(reordered(&[3, 0, 2, 1, 4]), [false, true, true, true, false]);
    assert_eq!(reordered(&[1, 5, 4, 2, 3, 0]), [false, false, true, true, true, true]);
    // A loss alone changes nothing.
    assert_eq!(reordered(&[0, 3, 5]), [false; 3]);
}

#[test]
fn order_is_of_one_sender_and_one_receiver() {
    let (board, ks, member) = sent_by_one(2);
    let sender = board.sender(ks[0]);
    let third = 3 - sender - member;
    let take = |member: usize, k: u64| board.take(member, board.marker.stamp(k).as_bytes(), 5000);
    let of = |found: Found| matches!(found, Found::Delivered { reordered: true, .. });
    assert!(!of(take(member, ks[1])));
    assert!(!of(take(third, ks[0])), "another receiver");
    assert!(!of(take(third, ks[1])));
    let other = (0..board.planned()).find(|k| board.sender(*k) == third).unwrap();
    assert!(!of(take(member, other)), "another sender");
    assert!(of(take(member, ks[0])));
    assert_eq!(take(member, ks[0]), Found::Duplicate);
}

#[test]
fn a_closed_book_grows_as_it_is_drawn_from_and_ends_when_it_is_full() {
    let most = 3 * messages_a_page(20) + 1;
    let board = closed(2, 20, most);
    assert_eq!(board.begun(), 0);
    for k in 0..most {
        assert!(!board.is_full());
        let room = (k / 7 % 2) as usize;
        assert_eq!(board.draw(room), Some(k));
        assert_eq!(board.room(k), room);
        assert_eq!(board.sender(k) % 20, board.marker.sender_within(k, 20));
        assert_eq!(board.begun() as u64, k / messages_a_page(20) + 1);
    }
    assert_eq!((board.is_full(), board.draw(0)), (true, None));
}

#[test]
fn a_full_book_takes_256_mib_and_a_page_64_kib_whatever_the_members() {
    for members in [2, 20, 1000, 60_000] {
        let page = Page::new(messages_a_page(members), members);
        let words = |count: usize| count as u64 * 8;
        let bytes = words(page.sent.len()) * 2 + words(page.senders.len()) + page.got.bytes() + page.passed.bytes();
        assert!(bytes <= 64 * 1024 + 16, "{members}: {bytes}");
        let pages = most_messages(members).div_ceil(messages_a_page(members));
        // Due times are beside the pages, and the last page need not be full.
        let whole = pages * bytes + words(most_messages(members) as usize);
        assert!(whole <= 257 << 20, "{members}: {whole}");
        assert!(whole >= 240 << 20, "{members}: {whole}");
    }
}

use super::*;
use crate::websocket::board::rooms;
use crate::websocket::marker::Marker;

const START: u64 = 1000 * SECOND;
const TIMEOUT: u64 = 500 * MILLISECOND;

fn turns(rooms: usize) -> Turns {
    Turns::new(rooms, TIMEOUT, None, START)
}

fn next(turns: &mut Turns) -> Vec<usize> {
    std::iter::from_fn(|| turns.next_room()).collect()
}

/// Looks whenever there is something to look at, until `until`, and tells at which moment which room was free.
fn looks(turns: &mut Turns, until: u64) -> Vec<(u64, usize)> {
    let mut found = Vec::new();
    while let Some(now) = turns.next_look().filter(|now| *now <= until) {
        turns.look(now);
        found.extend(next(turns).into_iter().map(|room| (now, room)));
    }
    found
}

#[test]
fn a_room_goes_on_when_the_last_receiver_of_its_message_has_it_and_no_sooner() {
    let mut turns = turns(2);
    assert_eq!(next(&mut turns), [0, 1]);
    turns.sent(0, 0, 2, START);
    turns.sent(1, 1, 2, START);
    turns.delivered(1, 1);
    assert!(next(&mut turns).is_empty());
    turns.delivered(1, 1);
    assert_eq!(next(&mut turns), [1]);
    // What comes of a message that is under way no longer is of no account.
    turns.delivered(1, 1);
    turns.sent(1, 2, 2, START);
    turns.delivered(1, 1);
    turns.delivered(1, 2);
    assert!(next(&mut turns).is_empty());
    turns.delivered(0, 0);
    turns.delivered(0, 0);
    turns.delivered(1, 2);
    assert_eq!(next(&mut turns), [0, 1]);
}

#[test]
fn a_message_is_given_up_at_the_time_limit_from_its_own_sending_and_never_early() {
    let mut turns = turns(2);
    next(&mut turns);
    turns.sent(0, 0, 1, START);
    turns.sent(1, 1, 1, START);
    turns.delivered(0, 0);
    next(&mut turns);
    let later = START + 50 * MILLISECOND;
    turns.sent(0, 2, 1, later);
    let found = looks(&mut turns, START + 2 * TIMEOUT);
    let limits = [(START + TIMEOUT, 1), (later + TIMEOUT, 0)];
    assert_eq!(found.len(), 2, "{found:?}");
    for ((moment, room), (limit, expected)) in found.into_iter().zip(limits) {
        assert_eq!(room, expected);
        assert!(moment >= limit && moment <= limit + TIMEOUT / 50, "{moment} {limit}");
    }
    // One given up is waited for no longer.
    turns.delivered(0, 2);
    assert!(next(&mut turns).is_empty());
}

#[test]
fn a_room_whose_sender_cannot_send_rests_ever_longer_and_not_at_all_once_one_could() {
    let mut turns = turns(1);
    next(&mut turns);
    // It stands on the wheel for later already.
    turns.sent(0, 0, 1, START);
    turns.delivered(0, 0);
    next(&mut turns);
    let mut now = START;
    for rest in [10, 20, 40, 80, 160, 320, 640, 1000, 1000] {
        turns.rest(0, now);
        assert!(turns.has_rested(0));
        assert!(next(&mut turns).is_empty());
        let found = looks(&mut turns, now + (rest + 25) * MILLISECOND);
        assert_eq!(found.len(), 1, "{found:?}");
        let rested = found[0].0 - now;
        assert!(rested >= rest * MILLISECOND, "{rested}");
        now = found[0].0;
    }
    turns.sent(0, 9, 1, now);
    assert!(!turns.has_rested(0));
    turns.rest(0, now);
    assert_eq!(looks(&mut turns, now + 30 * MILLISECOND).len(), 1);
}

#[test]
fn no_more_is_issued_than_was_asked_for_or_fits() {
    let board = |most: u64| Board::closed(&rooms(1, 2), Marker::new(7, "p", 2), most);
    let early = |most: u64, wanted: Option<u64>, drawn: u64| {
        let board = board(most);
        (0..drawn).for_each(|_| assert!(board.draw(0).is_some()));
        Turns::new(1, TIMEOUT, wanted, START).early(&board)
    };
    assert_eq!(early(10, Some(5), 4), None);
    assert_eq!(early(10, Some(5), 5), Some(Early::Enough));
    assert_eq!(early(10, None, 9), None);
    assert_eq!(early(10, Some(50), 10), Some(Early::Full(10)));
}

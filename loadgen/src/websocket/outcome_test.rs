use super::*;
use crate::websocket::board::rooms;
use crate::websocket::marker::Marker;
use crate::websocket::part::take;

const ROOMS: usize = 2;
const MEMBERS: usize = 3;
const BEGIN: u64 = 1000;

fn board_of(messages: u64) -> Board {
    let marker = Marker::new(7, "p", (ROOMS * MEMBERS) as u64);
    let mut board = Board::open(&rooms(ROOMS, MEMBERS), marker, (0..messages).map(|k| k * 10).collect());
    board.start(BEGIN, messages * 10);
    board
}

/// One message due each 10 ns.
fn open() -> Phase {
    Phase {
        id: "p".to_string(),
        load: Load::replay((0..20).map(|k| k * 10).collect(), Some(200)),
    }
}

fn closed() -> Phase {
    Phase {
        id: "p".to_string(),
        load: Load::Closed {
            requests: None,
            length: Some(200),
        },
    }
}

fn due(board: &Board, k: u64) -> u64 {
    board.due(k).unwrap()
}

/// What one worker counts that sends the first messages when they are due; each receiver has its own 5 ns later.
fn sound_of(board: &Board, messages: u64) -> Part {
    let mut part = Part {
        end: board.end,
        issuing: 200,
        ..Part::default()
    };
    for k in 0..messages {
        board.send(k, due(board, k));
        part.sent += 1;
        for member in receivers(board, k) {
            let message = board.marker.stamp(k);
            take(board, &mut part, member, message.as_bytes(), due(board, k) + 5);
        }
    }
    board.issued_all();
    part
}

fn receivers(board: &Board, k: u64) -> impl Iterator<Item = usize> {
    let sender = board.sender(k);
    let first = sender / MEMBERS * MEMBERS;
    (first..first + MEMBERS).filter(move |member| *member != sender)
}

fn verdict(board: &Board, part: Part) -> (Verdict, Vec<String>) {
    let parts = [part];
    let counted = recount(board, &parts);
    judge(&open(), &parts, &counted, Some(0.1))
}

#[test]
fn a_sound_phase_is_valid_and_complete_only_once_all_was_issued_and_delivered() {
    let board = board_of(20);
    assert!(!board.complete(1));
    let part = sound_of(&board, 20);
    assert!(board.complete(1) && !board.complete(2));
    assert_eq!((part.delivered, part.delay.count()), (40, 40));
    assert_eq!(verdict(&board, part), (Verdict::Valid, Vec::new()));
}

#[test]
fn a_count_that_is_one_off_makes_the_phase_void_whichever_it_is() {
    let spoils: [fn(&mut Part); 4] = [
        |part| part.sent -= 1,
        |part| part.unsent += 1,
        |part| part.delivered += 1,
        |part| part.end -= 10,
    ];
    for spoil in spoils {
        let board = board_of(20);
        let mut part = sound_of(&board, 20);
        spoil(&mut part);
        let (found, reasons) = verdict(&board, part);
        assert_eq!(found, Verdict::Void);
        assert!(reasons[0].contains("do not come out"), "{reasons:?}");
    }
}

#[test]
fn what_was_not_delivered_or_not_sent_saturates_the_server_and_lateness_is_our_own() {
    let board = board_of(21);
    let part = Part {
        unsent: 1,
        ..sound_of(&board, 20)
    };
    let (found, reasons) = verdict(&board, part);
    assert_eq!(found, Verdict::ServerSaturated);
    assert!(reasons[0].contains("1 messages could not be sent"), "{reasons:?}");

    let board = board_of(21);
    let mut part = sound_of(&board, 20);
    board.send(20, due(&board, 20));
    part.sent += 1;
    let (found, reasons) = verdict(&board, part);
    assert_eq!(found, Verdict::ServerSaturated);
    assert!(reasons[0].contains("2 of 42 deliveries"), "{reasons:?}");

    let board = board_of(20);
    let late = Part {
        late: 30,
        ..sound_of(&board, 20)
    };
    let (found, reasons) = verdict(&board, late);
    assert_eq!(found, Verdict::GeneratorLimited);
    assert!(reasons[0].contains("30 of 20 messages were sent"), "{reasons:?}");
    assert!(!reasons[0].contains("idle"), "{reasons:?}");
}

#[test]
fn a_message_that_is_not_for_this_member_or_was_never_sent_is_a_stranger_and_a_second_one_a_duplicate() {
    let board = board_of(20);
    let stamp = board.marker.stamp(3);
    let sender = board.marker.sender(3);
    let receiver = receivers(&board, 3).next().unwrap();
    let elsewhere = (sender + MEMBERS) % (ROOMS * MEMBERS);
    let mut part = Part::default();
    let mut taken = |member: usize, message: &str| {
        take(&board, &mut part, member, message.as_bytes(), due(&board, 3));
        (part.delivered, part.duplicates, part.strangers, part.unreadable)
    };
    assert_eq!(taken(receiver, &stamp), (0, 0, 1, 0), "it was not sent");
    board.send(3, due(&board, 3));
    assert_eq!(taken(sender, &stamp), (0, 0, 2, 0), "its own sender");
    assert_eq!(taken(elsewhere, &stamp), (0, 0, 3, 0), "another room");
    assert_eq!(
        taken(receiver, &board.marker.stamp(20)),
        (0, 0, 4, 0),
        "beyond the plan"
    );
    assert_eq!(taken(receiver, "hello"), (0, 0, 4, 1));
    assert_eq!(taken(receiver, &stamp), (1, 0, 4, 1));
    assert_eq!(taken(receiver, &stamp), (1, 1, 4, 1));
    assert_eq!((board.receipts(3), board.last(3)), (1, Some(due(&board, 3))));
}

/// A closed phase in which each room sends once, and all but the last receiver of the second message get it, 5 ns later.
fn closed_of(most: u64) -> (Board, Part) {
    let marker = Marker::new(7, "p", (ROOMS * MEMBERS) as u64);
    let mut board = Board::closed(&rooms(ROOMS, MEMBERS), marker, most);
    board.start(BEGIN, 200);
    let mut part = Part {
        end: board.end,
        issuing: 200,
        ..Part::default()
    };
    for room in 0..ROOMS {
        let k = board.draw(room).unwrap();
        let sent = BEGIN + 100 * k;
        board.send(k, sent);
        part.sent += 1;
        for member in receivers(&board, k).take(MEMBERS - 1 - k as usize) {
            take(&board, &mut part, member, board.marker.stamp(k).as_bytes(), sent + 5);
        }
    }
    (board, part)
}

#[test]
fn a_closed_phase_knows_no_due_times_and_is_saturated_by_what_is_lost_alone() {
    let (board, mut part) = closed_of(100);
    part.late = 30;
    let parts = [part];
    let counted = recount(&board, &parts);
    assert_eq!((counted.planned, counted.sent, counted.receipts), (2, 2, 3));
    assert_eq!((counted.last_delay.count(), counted.last_transit.count()), (0, 1));
    assert_eq!(parts[0].delay.count(), 0);
    let (verdict, reasons) = judge(&closed(), &parts, &counted, Some(0.1));
    assert_eq!(verdict, Verdict::ServerSaturated);
    assert!(reasons[0].contains("1 of 4 deliveries"), "{reasons:?}");
    let (verdict, _) = judge(&closed(), &parts, &counted, Some(0.99));
    assert_eq!(verdict, Verdict::GeneratorLimited);
}

#[test]
fn rates_are_of_the_time_of_issuing_and_a_closed_loop_counts_what_came_before_its_end() {
    let per_ns = |count: u64, ns: u64| Some(count as f64 / (ns as f64 / 1e9));
    let board = board_of(20);
    let parts = [sound_of(&board, 20)];
    let rates = Rates::new(&open(), &board, &parts, recount(&board, &parts).span);
    assert_eq!(rates.offered_per_s, per_ns(20, 200));
    assert_eq!(
        (rates.sent_per_s, rates.delivered_per_s),
        (per_ns(20, 200), per_ns(40, 200))
    );
    assert_eq!(rates.took_s, Some(195.0 / 1e9));

    let (board, mut part) = closed_of(100);
    take(
        &board,
        &mut part,
        receivers(&board, 1).nth(1).unwrap(),
        board.marker.stamp(1).as_bytes(),
        BEGIN + 201,
    );
    assert_eq!((part.delivered, part.in_time), (4, 3));
    let mut parts = [part];
    let span = recount(&board, &parts).span;
    let rates = Rates::new(&closed(), &board, &parts, span);
    assert_eq!(rates.offered_per_s, None);
    assert_eq!(
        (rates.sent_per_s, rates.delivered_per_s),
        (per_ns(2, 200), per_ns(3, 200))
    );
    assert_eq!(rates.took_s, Some(201.0 / 1e9));
    // Whoever issued the last before its time was busy until the last delivery.
    parts[0].early = Some(Early::Enough);
    let rates = Rates::new(&closed(), &board, &parts, (Some(BEGIN), Some(BEGIN + 105)));
    assert_eq!(
        (rates.sent_per_s, rates.delivered_per_s),
        (per_ns(2, 105), per_ns(3, 105))
    );
    let rates = Rates::new(&closed(), &board, &[Part::default()], (None, None));
    assert_eq!((rates.took_s, rates.sent_per_s), (None, None));
}

use super::*;

const BEGIN: u64 = 1_000 * SECOND;

fn flight(due: Option<u64>, sent: u64) -> Flight {
    Flight {
        k: 0,
        operation: 0,
        variant: 0,
        due,
        sent,
        in_flight: 1,
    }
}

#[test]
fn response_counts_from_due_and_service_from_sent() {
    let mut record = Record::new(1, 4, BEGIN, BEGIN + SECOND);
    let stalled = flight(Some(BEGIN), BEGIN + 400 * MILLISECOND);
    record.launched(&stalled, Charge::Server);
    record.landed(&stalled, Ending::Correct, BEGIN + 401 * MILLISECOND);
    let totals = Totals::of(&record);
    let response = totals.response.summary(MILLISECOND).unwrap().max;
    let service = totals.service.summary(MILLISECOND).unwrap().max;
    assert!(
        (response - 401.0).abs() < 1.0 && (service - 1.0).abs() < 0.01,
        "{response} {service}"
    );
    assert_eq!(
        (record.waited_for_server, record.waited_for_generator, record.late),
        (1, 0, 0)
    );
    assert_eq!(record.generator_lag.count(), 0);
}

#[test]
fn only_lag_caused_here_is_charged_to_the_generator() {
    let mut record = Record::new(1, 4, BEGIN, BEGIN + SECOND);
    for lag in [10_000, 200_000, 2_000_000] {
        record.launched(&flight(Some(BEGIN), BEGIN + lag), Charge::Generator);
    }
    assert_eq!(
        (record.waited_for_generator, record.late, record.generator_lag.count()),
        (2, 1, 3)
    );
}

#[test]
fn a_closed_loop_has_no_response_times() {
    let mut record = Record::new(1, 4, BEGIN, BEGIN + SECOND);
    let sent = flight(None, BEGIN + 5);
    record.launched(&sent, Charge::Server);
    record.landed(&sent, Ending::Correct, BEGIN + 2 * SECOND);
    let totals = Totals::of(&record);
    assert_eq!(
        (totals.response.count(), totals.send_lag.count(), totals.service.count()),
        (0, 0, 1)
    );
    assert_eq!(record.correct_in_time, 0);
}

#[test]
fn counts_stand_in_the_second_of_completion_and_times_in_the_second_due() {
    let mut record = Record::new(1, 4, BEGIN, BEGIN + 3 * SECOND);
    let late = flight(Some(BEGIN + 1), BEGIN + 2);
    record.landed(&late, Ending::Correct, BEGIN + 2 * SECOND);
    record.landed(&late, Ending::Failed(Failure::Timeout), BEGIN + 2 * SECOND);
    record.at_second(BEGIN + SECOND, 3, 4, SPENT);
    let counts: Vec<(u64, u64, u64)> = record.seconds.iter().map(|s| (s.correct, s.failed, s.due())).collect();
    assert_eq!(counts, [(0, 0, 2), (0, 0, 0), (1, 1, 0)]);
    assert_eq!((record.seconds[0].in_flight, record.seconds[0].queued), (3, 4));
    assert!(Totals::of(&record).failure.summary(SECOND).unwrap().max >= 1.99);
}

const SPENT: Spent = Spent {
    wall: SECOND,
    cpu: 5,
    waited: None,
    stolen: None,
    involuntary_switches: 0,
};

#[test]
fn each_outcome_has_the_times_it_can_have_and_no_others() {
    let mut record = Record::new(2, 4, BEGIN, BEGIN + SECOND);
    let sent = flight(Some(BEGIN), BEGIN + 5);
    record.landed(&sent, Ending::Correct, BEGIN + 9);
    record.landed(&sent, Ending::Wrong(Wrong::Type), BEGIN + 9);
    record.landed(&sent, Ending::Failed(Failure::Reset), BEGIN + 9);
    record.failed(1, Failure::Connect, BEGIN + 1, BEGIN + 9);
    record.shed(1, BEGIN + 3);
    record.unfinished(&sent, BEGIN + SECOND);
    record.never_sent(1, BEGIN, BEGIN + SECOND);
    let cells: Vec<(usize, &str, [u64; 4])> = record.seconds[0]
        .cells()
        .map(|(operation, outcome, cell)| {
            let times = [&cell.response, &cell.service, &cell.send_lag].map(|tally| tally.count());
            (operation, outcome.name(), [cell.count, times[0], times[1], times[2]])
        })
        .collect();
    assert_eq!(
        cells,
        [
            (0, "correct", [1, 1, 1, 1]),
            (0, "wrong", [1, 1, 1, 1]),
            (0, "failed", [1, 1, 1, 1]),
            (0, "unfinished", [1, 1, 1, 1]),
            (1, "failed", [1, 1, 0, 0]),
            (1, "shed", [1, 0, 0, 0]),
            (1, "unfinished", [1, 1, 0, 0]),
        ]
    );
    let totals = Totals::of(&record);
    assert_eq!(
        (totals.response.count(), totals.send_lag.count(), totals.failure.count()),
        (1, 4, 4)
    );
    assert_eq!(totals.operations[0].1.count(), 1);
}

#[test]
fn the_server_is_compared_with_itself_by_how_many_connections_were_busy() {
    let mut record = Record::new(1, 4, BEGIN, BEGIN + SECOND);
    for in_flight in 1..=4 {
        let sent = Flight {
            in_flight,
            ..flight(Some(BEGIN), BEGIN)
        };
        record.landed(&sent, Ending::Correct, BEGIN + 9);
    }
    assert_eq!((record.roomy.count(), record.crowded.count()), (2, 1));
}

#[test]
fn the_past_is_packed_bit_by_bit_and_the_present_is_not() {
    let mut record = Record::new(1, 4, BEGIN, BEGIN + 9 * SECOND);
    for second in 0..4 {
        let sent = flight(Some(BEGIN + second * SECOND), BEGIN + second * SECOND);
        record.landed(&sent, Ending::Correct, BEGIN + second * SECOND + 9);
    }
    let before = Totals::of(&record).response.encode();
    let now = BEGIN + 3 * SECOND + 1;
    // Seconds 0 and 1, on the second time round: what was just recorded is left alone.
    assert_eq!((0..100).filter(|_| record.tidy(now)).count(), 2);
    assert_eq!(Totals::of(&record).response.encode(), before);
}

#[test]
fn two_workers_add_up() {
    let mut a = Record::new(1, 4, BEGIN, BEGIN + SECOND);
    let mut b = Record::new(1, 4, BEGIN, BEGIN + SECOND);
    let first = flight(Some(BEGIN), BEGIN);
    a.launched(&first, Charge::Generator);
    a.landed(&first, Ending::Correct, BEGIN + 10);
    let second = flight(Some(BEGIN + 7), BEGIN + 8);
    b.launched(&second, Charge::Generator);
    b.landed(&second, Ending::Wrong(Wrong::Status), BEGIN + SECOND + 10);
    a.never_sent(0, BEGIN, BEGIN + 9);
    b.shed(0, BEGIN);
    a.merge(&b);
    assert_eq!(a.books.imbalance(4), None);
    assert_eq!((a.first, a.last), (Some(BEGIN), Some(BEGIN + SECOND + 10)));
    assert_eq!((a.seconds.len(), a.seconds[1].wrong, a.sent), (2, 1, 2));
}

use super::*;

const BEGIN: u64 = 1_000 * SECOND;

fn flight(due: Option<u64>, sent: u64) -> Flight {
    Flight {
        k: 0,
        operation: 0,
        variant: 0,
        due,
        sent,
    }
}

#[test]
fn response_counts_from_due_and_service_from_sent() {
    let mut record = Record::new(1, BEGIN, BEGIN + SECOND);
    let stalled = flight(Some(BEGIN), BEGIN + 400 * MILLISECOND);
    record.launched(&stalled, Charge::Server);
    record.landed(&stalled, Ending::Correct, BEGIN + 401 * MILLISECOND);
    let response = record.response.summary(MILLISECOND).unwrap().max;
    let service = record.service.summary(MILLISECOND).unwrap().max;
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
    let mut record = Record::new(1, BEGIN, BEGIN + SECOND);
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
    let mut record = Record::new(1, BEGIN, BEGIN + SECOND);
    let sent = flight(None, BEGIN + 5);
    record.launched(&sent, Charge::Server);
    record.landed(&sent, Ending::Correct, BEGIN + 2 * SECOND);
    assert_eq!(
        (record.response.count(), record.send_lag.count(), record.service.count()),
        (0, 0, 1)
    );
    assert_eq!(record.correct_in_time, 0);
}

#[test]
fn counts_stand_in_the_second_of_completion_and_times_in_the_second_due() {
    let mut record = Record::new(1, BEGIN, BEGIN + 3 * SECOND);
    let late = flight(Some(BEGIN + 1), BEGIN + 2);
    record.landed(&late, Ending::Correct, BEGIN + 2 * SECOND);
    record.landed(&late, Ending::Failed(Failure::Timeout), BEGIN + 2 * SECOND);
    record.at_second(BEGIN + SECOND, 3, 4);
    let counts: Vec<(u64, u64, u64)> = record
        .seconds
        .iter()
        .map(|s| (s.correct, s.failed, s.times.count()))
        .collect();
    assert_eq!(counts, [(0, 0, 1), (0, 0, 0), (1, 1, 0)]);
    assert_eq!((record.seconds[0].in_flight, record.seconds[0].queued), (3, 4));
    assert!(record.failure.summary(SECOND).unwrap().max >= 1.99);
}

#[test]
fn two_workers_add_up() {
    let mut a = Record::new(1, BEGIN, BEGIN + SECOND);
    let mut b = Record::new(1, BEGIN, BEGIN + SECOND);
    let first = flight(Some(BEGIN), BEGIN);
    a.launched(&first, Charge::Generator);
    a.landed(&first, Ending::Correct, BEGIN + 10);
    let second = flight(Some(BEGIN + 7), BEGIN + 8);
    b.launched(&second, Charge::Generator);
    b.landed(&second, Ending::Wrong(Wrong::Status), BEGIN + SECOND + 10);
    a.unfinished(0, BEGIN, BEGIN + 9);
    b.shed(0);
    a.merge(&b);
    assert!(a.books.balance(4));
    assert_eq!((a.first, a.last), (Some(BEGIN), Some(BEGIN + SECOND + 10)));
    assert_eq!((a.seconds.len(), a.seconds[1].wrong, a.sent), (2, 1, 2));
}

package main

import (
	"context"
	"errors"
	"reflect"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
)

func checkoutOf(customerID int64, lines ...checkoutLine) *checkout {
	return &checkout{RequestID: "request-1", CustomerID: customerID, Lines: lines}
}

func TestACheckoutIsOneTransactionInTheOrderOfItsProducts(t *testing.T) {
	fake := &fakeDatabase{}
	got, err := shopOn(t, fake).checkOut(context.Background(), checkoutOf(1, checkoutLine{7, 2}, checkoutLine{3, 5}))
	if want := (receipt{42, 1, 550, 9_450, 2}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	want := []string{
		"BEGIN",
		"SELECT balance_cents FROM customers WHERE id = 1 FOR UPDATE",
		"SELECT price_cents, stock FROM products WHERE id = 3 FOR UPDATE",
		"SELECT price_cents, stock FROM products WHERE id = 7 FOR UPDATE",
		"INSERT INTO orders (request_id, customer_id, total_cents) VALUES (request-1, 1, 550)",
		"INSERT INTO order_lines (order_id, product_id, quantity, unit_price_cents) VALUES (42, 3, 5, 100)",
		"INSERT INTO order_lines (order_id, product_id, quantity, unit_price_cents) VALUES (42, 7, 2, 25)",
		"UPDATE products SET stock = stock - 5 WHERE id = 3",
		"UPDATE products SET stock = stock - 2 WHERE id = 7",
		"UPDATE customers SET balance_cents = balance_cents - 550 WHERE id = 1",
		"COMMIT",
	}
	if !reflect.DeepEqual(fake.told, want) {
		t.Errorf("got %q", fake.told)
	}
}

func TestTheLastCentAndTheLastPieceMayBeSpent(t *testing.T) {
	s := shopOn(t, &fakeDatabase{})
	// 11 of 11, for 9 cents each: all that customer 2 has.
	got, err := s.checkOut(context.Background(), checkoutOf(2, checkoutLine{9, 11}))
	if want := (receipt{42, 2, 99, 0, 1}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

func TestARefusedCheckoutIsRolledBack(t *testing.T) {
	for name, c := range map[string]struct {
		order *checkout
		fails map[string][]error
		want  error
		told  int
	}{
		"a stranger":             {checkoutOf(9, checkoutLine{3, 1}), nil, errNoCustomer, 3},
		"an unknown product":     {checkoutOf(1, checkoutLine{4, 1}, checkoutLine{3, 1}), nil, errNoProduct, 5},
		"one more than there is": {checkoutOf(1, checkoutLine{3, 6}), nil, errOutOfStock, 4},
		"one cent too little":    {checkoutOf(2, checkoutLine{3, 1}), nil, errInsufficientFunds, 4},
		"a repeated request": {checkoutOf(1, checkoutLine{3, 1}), map[string][]error{
			"INSERT INTO orders": {&mysql.MySQLError{Number: 1062}}}, errRepeatedRequest, 5},
	} {
		fake := &fakeDatabase{failures: c.fails}
		if _, err := shopOn(t, fake).checkOut(context.Background(), c.order); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if len(fake.told) != c.told || fake.told[c.told-1] != "ROLLBACK" {
			t.Errorf("%s: told %q", name, fake.told)
		}
	}
}

func TestADuplicateKeyElsewhereIsNoRepeatedRequest(t *testing.T) {
	duplicate := &mysql.MySQLError{Number: 1062}
	fake := &fakeDatabase{failures: map[string][]error{"INSERT INTO order_lines": {duplicate}}}
	_, err := shopOn(t, fake).checkOut(context.Background(), checkoutOf(1, checkoutLine{3, 1}))
	if !errors.Is(err, duplicate) || fake.heard("ROLLBACK") != 1 {
		t.Errorf("got %v, told %q", err, fake.told)
	}
}

func TestWhatOthersKeepFromItsLocksIsTriedThreeTimesInAll(t *testing.T) {
	deadlocked, late := &mysql.MySQLError{Number: 1213}, &mysql.MySQLError{Number: 1205}
	for name, c := range map[string]struct {
		errs    []error
		want    error
		begun   int
		commits int
	}{
		"never":       {nil, nil, 1, 1},
		"once":        {[]error{deadlocked}, nil, 2, 1},
		"twice":       {[]error{deadlocked, late}, nil, 3, 1},
		"three times": {[]error{late, deadlocked, late}, errBusy, 3, 0},
	} {
		fake := &fakeDatabase{failures: map[string][]error{"UPDATE customers": c.errs}}
		_, err := shopOn(t, fake).checkOut(context.Background(), checkoutOf(1, checkoutLine{3, 1}))
		if !errors.Is(err, c.want) || fake.heard("BEGIN") != c.begun || fake.heard("ROLLBACK") != c.begun-c.commits || fake.heard("COMMIT") != c.commits {
			t.Errorf("%s: got %v, told %q", name, err, fake.told)
		}
	}
}

func TestAFailedCommitIsNeitherTriedAgainNorCalledARefusal(t *testing.T) {
	fake := &fakeDatabase{failures: map[string][]error{"COMMIT": {&mysql.MySQLError{Number: 1213}}}}
	_, err := shopOn(t, fake).checkOut(context.Background(), checkoutOf(1, checkoutLine{3, 1}))
	if err == nil || errors.Is(err, errBusy) || fake.heard("BEGIN") != 1 || fake.heard("ROLLBACK") != 0 {
		t.Errorf("got %v, told %q", err, fake.told)
	}
	if fake.closed != 1 {
		t.Errorf("%d connections were closed, want the one whose state is unknown", fake.closed)
	}
}

func TestAConnectionThatCannotRollBackIsClosed(t *testing.T) {
	fake := &fakeDatabase{}
	s := shopOn(t, fake)
	// Set only now: opening the shop rolls back as well.
	fake.failures = map[string][]error{"ROLLBACK": {&mysql.MySQLError{Number: 1317}}}
	if _, err := s.checkOut(context.Background(), checkoutOf(9, checkoutLine{3, 1})); !errors.Is(err, errNoCustomer) {
		t.Errorf("got %v", err)
	}
	if fake.closed != 1 {
		t.Errorf("%d connections were closed, want 1", fake.closed)
	}
}

func TestAClientThatGoesAwayLeavesNoTransactionOpen(t *testing.T) {
	for _, when := range []string{"BEGIN", "SELECT price_cents", "INSERT INTO orders", "COMMIT"} {
		ctx, leave := context.WithCancel(context.Background())
		fake := &fakeDatabase{}
		s := shopOn(t, fake)
		fake.during = map[string]func(){when: leave}
		if _, err := s.checkOut(ctx, checkoutOf(1, checkoutLine{3, 1})); err != nil || fake.heard("COMMIT") != 1 || fake.closed != 0 {
			t.Errorf("in %s: got %v, told %q", when, err, fake.told)
		}
	}
	ctx, leave := context.WithCancel(context.Background())
	leave()
	fake := &fakeDatabase{}
	if _, err := shopOn(t, fake).checkOut(ctx, checkoutOf(1, checkoutLine{3, 1})); !errors.Is(err, context.Canceled) || len(fake.told) > 0 {
		t.Errorf("gone before there was a connection: got %v, told %q", err, fake.told)
	}
}

func TestRequestsPrepareNothingAndOpenNoConnection(t *testing.T) {
	fake := &fakeDatabase{}
	s := shopOn(t, fake)
	const statements = 9
	if fake.prepared != statements*connections || fake.opened != connections {
		t.Fatalf("opening prepared %d on %d connections", fake.prepared, fake.opened)
	}
	var clients sync.WaitGroup
	for range 4 * connections {
		clients.Go(func() {
			if _, err := s.checkOut(context.Background(), checkoutOf(1, checkoutLine{3, 1}, checkoutLine{7, 1})); err != nil {
				t.Error(err)
			}
			if _, err := s.productByID(context.Background(), 3); err != nil {
				t.Error(err)
			}
			if _, err := s.checkoutByID(context.Background(), 42); err != nil {
				t.Error(err)
			}
		})
	}
	clients.Wait()
	if fake.prepared != statements*connections || fake.opened != connections || fake.closed != 0 {
		t.Errorf("%d prepared, %d opened, %d closed", fake.prepared, fake.opened, fake.closed)
	}
}

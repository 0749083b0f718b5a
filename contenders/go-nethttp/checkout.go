package main

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log"
	"slices"

	"github.com/go-sql-driver/mysql"
)

// checkoutAttempts is how often a transaction is tried that others keep from
// its locks.
const checkoutAttempts = 3

var (
	errNoCustomer        = errors.New("no such customer")
	errOutOfStock        = errors.New("out of stock")
	errInsufficientFunds = errors.New("insufficient funds")
	errRepeatedRequest   = errors.New("repeated request")
	errBusy              = errors.New("busy")
)

// The numbers of the database's errors that are expected.
const (
	lockWaitTimeout = 1205
	deadlock        = 1213
	duplicateKey    = 1062
)

type receipt struct {
	OrderID      int64 `json:"orderId"`
	CustomerID   int64 `json:"customerId"`
	TotalCents   int64 `json:"totalCents"`
	BalanceCents int64 `json:"balanceCents"`
	Lines        int   `json:"lines"`
}

// checkOut takes money and stock for c. It gives one of the errors above, or
// errNoProduct, only where nothing was taken; after any other the outcome may
// be unknown.
func (s *shop) checkOut(ctx context.Context, c *checkout) (receipt, error) {
	// In one order for all: two that lock the same products in another order
	// would wait for each other.
	slices.SortFunc(c.Lines, func(a, b checkoutLine) int { return cmp.Compare(a.ProductID, b.ProductID) })
	for range checkoutAttempts {
		r, err := s.tryCheckOut(ctx, c)
		if n := databaseError(err); n != deadlock && n != lockWaitTimeout {
			return r, err
		}
	}
	return receipt{}, errBusy
}

// tryCheckOut runs one transaction to its end. ctx counts only until there is a
// connection for it. From then on a client that goes away changes nothing:
// go-sql-driver cancels by closing the connection, and ten prepared ones cost
// more than a transaction that is carried through.
func (s *shop) tryCheckOut(ctx context.Context, c *checkout) (receipt, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return receipt{}, err
	}
	defer conn.Close()
	ctx = context.WithoutCancel(ctx)

	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return receipt{}, err
	}
	// Deferred, so that not even a panic leaves the transaction open.
	defer rollBack(conn, tx)
	r, err := s.purchase(ctx, tx, c)
	if err != nil {
		return receipt{}, err
	}
	if err := tx.Commit(); err != nil {
		discard(conn)
		// %v: whatever the database says here, it is not to be tried again.
		return receipt{}, fmt.Errorf("commit, its outcome is unknown: %v", err)
	}
	return r, nil
}

// rollBack undoes a transaction that was not committed. A connection that
// cannot do it is closed, which undoes it as well; in the pool it would commit
// what is open with its next START TRANSACTION.
func rollBack(conn *sql.Conn, tx *sql.Tx) {
	err := tx.Rollback()
	if err == nil || errors.Is(err, sql.ErrTxDone) {
		return
	}
	log.Printf("rolling back: %v", err)
	discard(conn)
}

// discard closes the connection in place of giving it back to the pool.
func discard(conn *sql.Conn) {
	// Raw gives back what it is given, or that the connection is closed already.
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
}

// databaseError is the number of the database's own error, or 0.
func databaseError(err error) uint16 {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return e.Number
	}
	return 0
}

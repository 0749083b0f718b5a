package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// shopReadTimeout bounds one statement, since a transaction does not end with
// its client. It is longer than the 50 s that InnoDB waits for a lock.
const shopReadTimeout = 60 * time.Second

// shop sells products. Each of its statements is prepared on every connection.
type shop struct {
	db *sql.DB

	product, order, orderLines *sql.Stmt

	lockCustomer, lockProduct                 *sql.Stmt
	addOrder, addLine, takeStock, takeBalance *sql.Stmt
}

// openShop opens every connection of the pool and prepares all statements on
// each, so that no request pays for it.
func openShop(ctx context.Context, rawURL string) (*shop, error) {
	config, err := mysqlConfig(rawURL)
	if err != nil {
		return nil, err
	}
	config.ReadTimeout = shopReadTimeout
	db, err := newPool(config, connections)
	if err != nil {
		return nil, err
	}
	return newShop(ctx, db)
}

// newShop takes db over: it closes it where it fails.
func newShop(ctx context.Context, db *sql.DB) (*shop, error) {
	s := &shop{db: db}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("preparing the shop's statements: %w", err), db.Close())
	}
	return s, nil
}

func (s *shop) prepare(ctx context.Context) error {
	var prepared []*sql.Stmt
	for _, statement := range []struct {
		kept **sql.Stmt
		text string
	}{
		{&s.product, "SELECT id, name, price_cents, stock FROM products WHERE id = ?"},
		{&s.order, "SELECT id, customer_id, total_cents FROM orders WHERE id = ?"},
		{&s.orderLines, "SELECT product_id, quantity, unit_price_cents FROM order_lines WHERE order_id = ? ORDER BY product_id"},
		{&s.lockCustomer, "SELECT balance_cents FROM customers WHERE id = ? FOR UPDATE"},
		{&s.lockProduct, "SELECT price_cents, stock FROM products WHERE id = ? FOR UPDATE"},
		{&s.addOrder, "INSERT INTO orders (request_id, customer_id, total_cents) VALUES (?, ?, ?)"},
		{&s.addLine, "INSERT INTO order_lines (order_id, product_id, quantity, unit_price_cents) VALUES (?, ?, ?, ?)"},
		{&s.takeStock, "UPDATE products SET stock = stock - ? WHERE id = ?"},
		{&s.takeBalance, "UPDATE customers SET balance_cents = balance_cents - ? WHERE id = ?"},
	} {
		stmt, err := s.db.PrepareContext(ctx, statement.text)
		if err != nil {
			return err
		}
		*statement.kept = stmt
		prepared = append(prepared, stmt)
	}
	return prepareEverywhere(ctx, s.db, prepared)
}

// prepareEverywhere prepares the statements on all connections: transactions
// left open hold their connection, so each has to take another one. Binding a
// statement to a transaction prepares it where its connection does not have it
// yet, and the statement remembers that connection beyond the transaction.
func prepareEverywhere(ctx context.Context, db *sql.DB, statements []*sql.Stmt) (err error) {
	for range connections {
		tx, beginErr := db.BeginTx(ctx, nil)
		if beginErr != nil {
			return beginErr
		}
		defer func() { err = errors.Join(err, tx.Rollback()) }()
		for _, stmt := range statements {
			// A bound statement keeps the error of its preparing until it is
			// used or closed. Closing leaves the original prepared.
			if err := tx.StmtContext(ctx, stmt).Close(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Close ends all connections, and the statements with them.
func (s *shop) Close() error {
	return s.db.Close()
}

package main

import (
	"context"
	"database/sql"
	"errors"
)

// purchase does what a checkout does between its begin and its commit.
func (s *shop) purchase(ctx context.Context, tx *sql.Tx, c *checkout) (receipt, error) {
	balance, err := s.lockBalance(ctx, tx, c.CustomerID)
	if err != nil {
		return receipt{}, err
	}
	prices, err := s.lockProducts(ctx, tx, c.Lines)
	if err != nil {
		return receipt{}, err
	}
	var total int64
	for i, l := range c.Lines {
		total += l.Quantity * prices[i]
	}
	if balance < total {
		return receipt{}, errInsufficientFunds
	}
	orderID, err := s.placeOrder(ctx, tx, c, total)
	if err != nil {
		return receipt{}, err
	}
	addLine := tx.StmtContext(ctx, s.addLine)
	for i, l := range c.Lines {
		if _, err := addLine.ExecContext(ctx, orderID, l.ProductID, l.Quantity, prices[i]); err != nil {
			return receipt{}, err
		}
	}
	takeStock := tx.StmtContext(ctx, s.takeStock)
	for _, l := range c.Lines {
		if _, err := takeStock.ExecContext(ctx, l.Quantity, l.ProductID); err != nil {
			return receipt{}, err
		}
	}
	if _, err := tx.StmtContext(ctx, s.takeBalance).ExecContext(ctx, total, c.CustomerID); err != nil {
		return receipt{}, err
	}
	return receipt{orderID, c.CustomerID, total, balance - total, len(c.Lines)}, nil
}

func (s *shop) lockBalance(ctx context.Context, tx *sql.Tx, customerID int64) (cents int64, err error) {
	err = tx.StmtContext(ctx, s.lockCustomer).QueryRowContext(ctx, customerID).Scan(&cents)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, errNoCustomer
	}
	return cents, err
}

// lockProducts gives the price of each line's product, once it is locked and
// there is enough of it.
func (s *shop) lockProducts(ctx context.Context, tx *sql.Tx, lines []checkoutLine) ([]int64, error) {
	lockProduct := tx.StmtContext(ctx, s.lockProduct)
	prices := make([]int64, len(lines))
	for i, l := range lines {
		var stock int64
		err := lockProduct.QueryRowContext(ctx, l.ProductID).Scan(&prices[i], &stock)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil, errNoProduct
		case err != nil:
			return nil, err
		case stock < l.Quantity:
			return nil, errOutOfStock
		}
	}
	return prices, nil
}

func (s *shop) placeOrder(ctx context.Context, tx *sql.Tx, c *checkout, total int64) (id int64, err error) {
	placed, err := tx.StmtContext(ctx, s.addOrder).ExecContext(ctx, c.RequestID, c.CustomerID, total)
	if databaseError(err) == duplicateKey {
		return 0, errRepeatedRequest
	}
	if err != nil {
		return 0, err
	}
	return placed.LastInsertId()
}

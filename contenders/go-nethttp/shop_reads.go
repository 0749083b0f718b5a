package main

import (
	"context"
	"database/sql"
	"errors"
)

var (
	errNoProduct  = errors.New("no such product")
	errNoCheckout = errors.New("no such checkout")
)

type product struct {
	ID         uint64 `json:"id"`
	Name       string `json:"name"`
	PriceCents int64  `json:"priceCents"`
	Stock      int64  `json:"stock"`
}

type placedCheckout struct {
	OrderID    uint64       `json:"orderId"`
	CustomerID int64        `json:"customerId"`
	TotalCents int64        `json:"totalCents"`
	Lines      []placedLine `json:"lines"`
}

type placedLine struct {
	ProductID      int64 `json:"productId"`
	Quantity       int64 `json:"quantity"`
	UnitPriceCents int64 `json:"unitPriceCents"`
}

// productByID gives the product with this id, or errNoProduct.
func (s *shop) productByID(ctx context.Context, id uint64) (found product, err error) {
	err = s.product.QueryRowContext(ctx, id).Scan(&found.ID, &found.Name, &found.PriceCents, &found.Stock)
	if errors.Is(err, sql.ErrNoRows) {
		return product{}, errNoProduct
	}
	return found, err
}

// checkoutByID gives the order with this id and its lines, or errNoCheckout.
// Two statements without a transaction suffice: an order never changes.
func (s *shop) checkoutByID(ctx context.Context, id uint64) (placedCheckout, error) {
	found := placedCheckout{Lines: []placedLine{}}
	err := s.order.QueryRowContext(ctx, id).Scan(&found.OrderID, &found.CustomerID, &found.TotalCents)
	if errors.Is(err, sql.ErrNoRows) {
		return placedCheckout{}, errNoCheckout
	}
	if err != nil {
		return placedCheckout{}, err
	}
	rows, err := s.orderLines.QueryContext(ctx, id)
	if err != nil {
		return placedCheckout{}, err
	}
	defer rows.Close()
	for rows.Next() {
		var l placedLine
		if err := rows.Scan(&l.ProductID, &l.Quantity, &l.UnitPriceCents); err != nil {
			return placedCheckout{}, err
		}
		found.Lines = append(found.Lines, l)
	}
	return found, rows.Err()
}

package main

import (
	"cmp"
	"slices"
)

// The requests' types. Numbers whose zero is a legal value are pointers, so
// that a missing one is told from 0.
type order struct {
	ID              string   `json:"id"`
	PlacedAt        string   `json:"placedAt"`
	Currency        string   `json:"currency"`
	Customer        customer `json:"customer"`
	DiscountPercent *int64   `json:"discountPercent"`
	Lines           []line   `json:"lines"`
	Note            note     `json:"note"`
}

type customer struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Country string `json:"country"`
}

type line struct {
	SKU            string   `json:"sku"`
	Name           string   `json:"name"`
	Category       string   `json:"category"`
	Quantity       int64    `json:"quantity"`
	UnitPriceCents *int64   `json:"unitPriceCents"`
	Tags           []string `json:"tags"`
}

// The answer's types.
type pricedOrder struct {
	ID            string        `json:"id"`
	CustomerID    string        `json:"customerId"`
	Currency      string        `json:"currency"`
	PlacedAt      string        `json:"placedAt"`
	Lines         []pricedLine  `json:"lines"`
	Categories    []categorySum `json:"categories"`
	Units         int64         `json:"units"`
	SubtotalCents int64         `json:"subtotalCents"`
	DiscountCents int64         `json:"discountCents"`
	TaxCents      int64         `json:"taxCents"`
	TotalCents    int64         `json:"totalCents"`
}

type pricedLine struct {
	SKU            string `json:"sku"`
	Name           string `json:"name"`
	Category       string `json:"category"`
	Quantity       int64  `json:"quantity"`
	UnitPriceCents int64  `json:"unitPriceCents"`
	TotalCents     int64  `json:"totalCents"`
}

type categorySum struct {
	Category   string `json:"category"`
	Quantity   int64  `json:"quantity"`
	TotalCents int64  `json:"totalCents"`
}

// priceOrder computes totals, categories, discount and tax of a valid order in
// integer cents. The largest product is 5e12 * 100, far below 2^63.
func priceOrder(o *order) pricedOrder {
	priced := pricedOrder{
		ID:         o.ID,
		CustomerID: o.Customer.ID,
		Currency:   o.Currency,
		PlacedAt:   o.PlacedAt,
		Lines:      make([]pricedLine, len(o.Lines)),
	}
	for i, l := range o.Lines {
		total := l.Quantity * *l.UnitPriceCents
		priced.Lines[i] = pricedLine{l.SKU, l.Name, l.Category, l.Quantity, *l.UnitPriceCents, total}
		priced.Units += l.Quantity
		priced.SubtotalCents += total
	}
	slices.SortStableFunc(priced.Lines, func(a, b pricedLine) int {
		return cmp.Or(cmp.Compare(b.TotalCents, a.TotalCents), cmp.Compare(a.SKU, b.SKU))
	})
	priced.Categories = sumByCategory(priced.Lines)
	priced.DiscountCents = priced.SubtotalCents * *o.DiscountPercent / 100
	net := priced.SubtotalCents - priced.DiscountCents
	priced.TaxCents = net * taxPercent(o.Customer.Country) / 100
	priced.TotalCents = net + priced.TaxCents
	return priced
}

func sumByCategory(lines []pricedLine) []categorySum {
	sums := make([]categorySum, 0, len(categories))
	for _, l := range lines {
		i := slices.IndexFunc(sums, func(s categorySum) bool { return s.Category == l.Category })
		if i < 0 {
			i = len(sums)
			sums = append(sums, categorySum{Category: l.Category})
		}
		sums[i].Quantity += l.Quantity
		sums[i].TotalCents += l.TotalCents
	}
	slices.SortFunc(sums, func(a, b categorySum) int { return cmp.Compare(a.Category, b.Category) })
	return sums
}

func taxPercent(country string) int64 {
	switch country {
	case "DE":
		return 19
	case "FR", "GB":
		return 20
	case "US":
		return 0
	default:
		return 21
	}
}

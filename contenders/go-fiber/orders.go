package main

import (
	"cmp"
	"slices"
)

// The requests' types, with their rules as tags of validator/v10. Numbers whose
// zero is a legal value are pointers, so that a missing one is told from 0.
type order struct {
	ID              string   `json:"id" validate:"order_id"`
	PlacedAt        string   `json:"placedAt" validate:"instant"`
	Currency        string   `json:"currency" validate:"oneof=EUR GBP USD"`
	Customer        customer `json:"customer" validate:"required"`
	DiscountPercent *int64   `json:"discountPercent" validate:"required,min=0,max=100"`
	Lines           []line   `json:"lines" validate:"required,min=1,max=500,dive"`
	Note            note     `json:"note" validate:"max=2000"`
}

type customer struct {
	ID      string `json:"id" validate:"min=1,max=200"`
	Name    string `json:"name" validate:"min=1,max=200"`
	Email   string `json:"email" validate:"min=3,max=254,contains=@"`
	Country string `json:"country" validate:"country"`
}

type line struct {
	SKU            string   `json:"sku" validate:"sku"`
	Name           string   `json:"name" validate:"min=1,max=200"`
	Category       string   `json:"category" validate:"oneof=books garden kitchen music tools"`
	Quantity       int64    `json:"quantity" validate:"min=1,max=1000"`
	UnitPriceCents *int64   `json:"unitPriceCents" validate:"required,min=0,max=10000000"`
	Tags           []string `json:"tags" validate:"required,max=8,dive,min=1,max=40"`
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
	sums := make([]categorySum, 0, 5)
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

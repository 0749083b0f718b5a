package main

import (
	"fmt"
	"reflect"
	"testing"
)

func trowel(sku, name string, quantity, unitPriceCents int64) line {
	return line{SKU: sku, Name: name, Category: "garden", Quantity: quantity, UnitPriceCents: &unitPriceCents, Tags: []string{}}
}

func orderOf(country string, discountPercent int64, lines ...line) *order {
	return &order{
		ID: "ord-1", PlacedAt: "2026-03-01T12:00:00Z", Currency: "EUR",
		Customer:        customer{ID: "c-1", Name: "Zoë", Email: "z@e", Country: country},
		DiscountPercent: &discountPercent,
		Lines:           lines,
	}
}

func TestDiscountAndTaxAreRoundedDownEachOnItsOwn(t *testing.T) {
	// 5997 * 10 % = 599.7 -> 599; (5997 - 599) * 19 % = 1025.62 -> 1025
	got := priceOrder(orderOf("DE", 10, trowel("SKU-000001", "Trowel", 3, 1999)))
	want := pricedOrder{
		ID: "ord-1", CustomerID: "c-1", Currency: "EUR", PlacedAt: "2026-03-01T12:00:00Z",
		Lines:      []pricedLine{{"SKU-000001", "Trowel", "garden", 3, 1999, 5997}},
		Categories: []categorySum{{"garden", 3, 5997}},
		Units:      3, SubtotalCents: 5997, DiscountCents: 599, TaxCents: 1025, TotalCents: 6423,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTheTaxRateFollowsTheCountry(t *testing.T) {
	want := map[string]int64{"DE": 19, "FR": 20, "GB": 20, "US": 0, "PL": 21, "ZZ": 21}
	for country, tax := range want {
		if got := priceOrder(orderOf(country, 0, trowel("SKU-000001", "Trowel", 1, 100))).TaxCents; got != tax {
			t.Errorf("%s: got %d, want %d", country, got, tax)
		}
	}
}

func TestLinesAreSortedByTotalThenSkuThenAsTheyCame(t *testing.T) {
	priced := priceOrder(orderOf("DE", 0,
		trowel("SKU-000009", "first", 2, 50),
		trowel("SKU-000001", "cheap", 1, 0),
		trowel("SKU-000009", "second", 1, 100),
		trowel("SKU-000002", "lower sku", 1, 100),
		trowel("SKU-000005", "dear", 1, 101),
	))
	var names []string
	for _, l := range priced.Lines {
		names = append(names, l.Name)
	}
	if want := []string{"dear", "lower sku", "first", "second", "cheap"}; !reflect.DeepEqual(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

// Short or ordered lists come out stable from any sort of the library, so this
// one is long and its totals take turns.
func TestManyLinesOfEqualTotalAndSkuStayAsTheyCame(t *testing.T) {
	lines := make([]line, 500)
	for i := range lines {
		lines[i] = trowel("SKU-000001", fmt.Sprintf("%03d", i), 1, int64(i*7%3))
	}
	sorted := priceOrder(orderOf("DE", 0, lines...)).Lines
	for i, l := range sorted[1:] {
		before := sorted[i]
		if before.TotalCents < l.TotalCents || before.TotalCents == l.TotalCents && before.Name > l.Name {
			t.Fatalf("place %d: line %s stands before line %s", i, before.Name, l.Name)
		}
	}
}

func TestCategoriesAreSummedAndSortedAndAbsentOnesLeftOut(t *testing.T) {
	tools, books := trowel("SKU-000001", "a", 1, 5), trowel("SKU-000002", "b", 2, 1)
	tools.Category, books.Category = "tools", "books"
	more := trowel("SKU-000003", "c", 4, 1)
	more.Category = "tools"
	got := priceOrder(orderOf("DE", 0, tools, books, more)).Categories
	if want := []categorySum{{"books", 2, 2}, {"tools", 5, 9}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestTheLargestOrderIsExactToTheCent(t *testing.T) {
	lines := make([]line, 500)
	for i := range lines {
		lines[i] = trowel("SKU-000001", "Trowel", 1000, 10_000_000)
	}
	p := priceOrder(orderOf("DE", 1, lines...))
	got := []int64{p.Units, p.SubtotalCents, p.DiscountCents, p.TaxCents, p.TotalCents}
	want := []int64{500_000, 5_000_000_000_000, 50_000_000_000, 940_500_000_000, 5_890_500_000_000}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

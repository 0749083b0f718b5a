package main

import (
	"fmt"
	"math"
	"slices"
)

// checkout is the request's type. No number may be 0, so a missing one is
// refused as such.
type checkout struct {
	RequestID  string         `json:"requestId"`
	CustomerID int64          `json:"customerId"`
	Lines      []checkoutLine `json:"lines"`
}

type checkoutLine struct {
	ProductID int64 `json:"productId"`
	Quantity  int64 `json:"quantity"`
}

// brokenRule is the first rule the checkout breaks, or "".
func (c *checkout) brokenRule() string {
	switch {
	case !isRequestID(c.RequestID):
		return "requestId must have 8 to 64 characters of A-Z, a-z, 0-9 and -"
	case !isRowID(c.CustomerID):
		return "customerId must be 1 to 4294967295"
	case len(c.Lines) < 1 || len(c.Lines) > 10:
		return "lines must be 1 to 10"
	}
	for i, l := range c.Lines {
		switch {
		case !isRowID(l.ProductID):
			return fmt.Sprintf("lines[%d].productId must be 1 to 4294967295", i)
		case l.Quantity < 1 || l.Quantity > 100:
			return fmt.Sprintf("lines[%d].quantity must be 1 to 100", i)
		case slices.ContainsFunc(c.Lines[:i], func(other checkoutLine) bool { return other.ProductID == l.ProductID }):
			return fmt.Sprintf("lines[%d].productId must differ from those before it", i)
		}
	}
	return ""
}

// isRowID says whether id fits the INT UNSIGNED of a table's key.
func isRowID(id int64) bool { return id >= 1 && id <= math.MaxUint32 }

func isRequestID(s string) bool {
	if len(s) < 8 || len(s) > 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && !isDigit(c) && !isCapital(c) && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

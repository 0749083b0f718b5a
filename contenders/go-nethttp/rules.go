package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	categories = []string{"books", "garden", "kitchen", "music", "tools"}
	currencies = []string{"EUR", "GBP", "USD"}
)

// note is an optional string. encoding/json takes null for "leave it alone",
// which would let a null pass where only a string or nothing may stand.
type note string

func (n *note) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return errors.New("note must be a string where it is given")
	}
	return json.Unmarshal(data, (*string)(n))
}

// brokenRule is the first rule the order breaks, or "".
func (o *order) brokenRule() string {
	switch {
	case !hasForm(o.ID, "ord-", 1, 12):
		return "id must be ord- and 1 to 12 digits"
	case !isInstant(o.PlacedAt):
		return "placedAt must have the form 2026-03-01T12:00:00Z"
	case !slices.Contains(currencies, o.Currency):
		return "currency must be EUR, GBP or USD"
	case o.DiscountPercent == nil || *o.DiscountPercent < 0 || *o.DiscountPercent > 100:
		return "discountPercent must be 0 to 100"
	case len(o.Lines) < 1 || len(o.Lines) > 500:
		return "lines must be 1 to 500"
	case !hasLength(string(o.Note), 0, 2000):
		return "note must have at most 2000 characters"
	}
	if broken := o.Customer.brokenRule(); broken != "" {
		return "customer." + broken
	}
	for i := range o.Lines {
		if broken := o.Lines[i].brokenRule(); broken != "" {
			return fmt.Sprintf("lines[%d].%s", i, broken)
		}
	}
	return ""
}

func (c *customer) brokenRule() string {
	switch {
	case !hasLength(c.ID, 1, 200):
		return "id must have 1 to 200 characters"
	case !hasLength(c.Name, 1, 200):
		return "name must have 1 to 200 characters"
	case !hasLength(c.Email, 3, 254) || !strings.Contains(c.Email, "@"):
		return "email must have 3 to 254 characters and an @"
	case !isCountry(c.Country):
		return "country must be two capital letters"
	}
	return ""
}

func (l *line) brokenRule() string {
	switch {
	case !hasForm(l.SKU, "SKU-", 6, 6):
		return "sku must be SKU- and 6 digits"
	case !hasLength(l.Name, 1, 200):
		return "name must have 1 to 200 characters"
	case !slices.Contains(categories, l.Category):
		return "category must be books, garden, kitchen, music or tools"
	case l.Quantity < 1 || l.Quantity > 1000:
		return "quantity must be 1 to 1000"
	case l.UnitPriceCents == nil || *l.UnitPriceCents < 0 || *l.UnitPriceCents > 10_000_000:
		return "unitPriceCents must be 0 to 10000000"
	case l.Tags == nil || len(l.Tags) > 8:
		return "tags must be 0 to 8 strings"
	}
	for _, tag := range l.Tags {
		if !hasLength(tag, 1, 40) {
			return "tags must have 1 to 40 characters each"
		}
	}
	return ""
}

func hasLength(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return n >= least && n <= most
}

// hasForm says whether s is prefix and then least to most digits. Like those
// below, the form is too short to need regexp.
func hasForm(s, prefix string, least, most int) bool {
	digits, ok := strings.CutPrefix(s, prefix)
	if !ok || len(digits) < least || len(digits) > most {
		return false
	}
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			return false
		}
	}
	return true
}

// isInstant checks the form only: 2026-99-99T99:99:99Z passes.
func isInstant(s string) bool {
	const form = "dddd-dd-ddTdd:dd:ddZ"
	if len(s) != len(form) {
		return false
	}
	for i := range len(form) {
		if form[i] == 'd' && !isDigit(s[i]) || form[i] != 'd' && s[i] != form[i] {
			return false
		}
	}
	return true
}

func isCountry(s string) bool {
	return len(s) == 2 && isCapital(s[0]) && isCapital(s[1])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

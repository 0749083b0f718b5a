package main

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/go-playground/validator/v10"
)

// rules is validator/v10 behind Fiber's interface.
type rules struct{ validate *validator.Validate }

// newRules teaches the validator the forms its own tags lack.
func newRules() (*rules, error) {
	validate := validator.New(validator.WithRequiredStructEnabled())
	forms := map[string]func(string) bool{
		"order_id": func(s string) bool { return hasForm(s, "ord-", 1, 12) },
		"sku":      func(s string) bool { return hasForm(s, "SKU-", 6, 6) },
		"instant":  isInstant,
		"country":  isCountry,
	}
	for tag, holds := range forms {
		err := validate.RegisterValidation(tag, func(field validator.FieldLevel) bool {
			return holds(field.Field().String())
		})
		if err != nil {
			return nil, err
		}
	}
	return &rules{validate: validate}, nil
}

func (r *rules) Validate(target any) error {
	return r.validate.Struct(target)
}

// note is an optional string. encoding/json takes null for "leave it alone",
// which would let a null pass where only a string or nothing may stand.
type note string

func (n *note) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return errors.New("note must be a string where it is given")
	}
	return json.Unmarshal(data, (*string)(n))
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

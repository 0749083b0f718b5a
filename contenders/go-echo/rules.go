package main

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strings"

	"github.com/go-playground/validator/v10"
	"github.com/labstack/echo/v5"
)

// jsonBinder fills a target from a JSON body and from nothing else. Echo's own
// binder also takes forms and XML, takes an empty body for an empty object, and
// answers 400 to a value of the wrong type.
type jsonBinder struct{}

func (jsonBinder) Bind(c *echo.Context, target any) error {
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || kind != echo.MIMEApplicationJSON {
		return echo.NewHTTPError(http.StatusUnsupportedMediaType, "the body must be application/json")
	}
	err = c.Echo().JSONSerializer.Deserialize(c, target)
	if malformed, ok := errors.AsType[*json.SyntaxError](err); ok {
		return echo.NewHTTPError(http.StatusBadRequest, malformed.Error())
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return echo.NewHTTPError(http.StatusUnprocessableEntity, wrong.Error())
	}
	if errors.Is(err, errNullNote) {
		return echo.NewHTTPError(http.StatusUnprocessableEntity, errNullNote.Error())
	}
	// Too large, or never arrived whole: Echo's error has the status.
	return err
}

// rules is validator/v10 behind Echo's interface.
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
	if err := r.validate.Struct(target); err != nil {
		return echo.NewHTTPError(http.StatusUnprocessableEntity, err.Error())
	}
	return nil
}

var errNullNote = errors.New("note must be a string where it is given")

// note is an optional string. encoding/json takes null for "leave it alone",
// which would let a null pass where only a string or nothing may stand.
type note string

func (n *note) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return errNullNote
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

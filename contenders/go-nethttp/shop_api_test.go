package main

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
)

const goodCheckout = `{"requestId":"request-1","customerId":1,"lines":[{"productId":7,"quantity":2},{"productId":3,"quantity":2}]}`

func TestTheShopAnswersFromItsRows(t *testing.T) {
	a := &api{shop: shopOn(t, &fakeDatabase{})}
	for path, want := range map[string]answer{
		"/products/3":    {200, `{"id":3,"name":"Zoë's pan","priceCents":100,"stock":5}`},
		"/products/0003": {200, `{"id":3,"name":"Zoë's pan","priceCents":100,"stock":5}`},
		"/products/4":    {404, `{"error":"not found"}`},
		"/checkouts/42": {200, `{"orderId":42,"customerId":1,"totalCents":250,"lines":[` +
			`{"productId":3,"quantity":2,"unitPriceCents":100},{"productId":7,"quantity":2,"unitPriceCents":25}]}`},
		"/checkouts/43":                   {404, `{"error":"not found"}`},
		"/products/99999999999999999999":  {404, `{"error":"not found"}`},
		"/checkouts/99999999999999999999": {404, `{"error":"not found"}`},
		"/products/-3":                    {400, `{"error":"the id must be digits"}`},
		"/products/3.0":                   {400, `{"error":"the id must be digits"}`},
		"/products/1%20OR%201=1":          {400, `{"error":"the id must be digits"}`},
		"/checkouts/%D9%A3":               {400, `{"error":"the id must be digits"}`},
		"/checkouts/..%2f42":              {400, `{"error":"the id must be digits"}`},
	} {
		if got := a.answerTo(t, "GET", path, "", ""); got != want {
			t.Errorf("%s: got %+v, want %+v", path, got, want)
		}
	}
}

func TestACheckoutIsAnsweredWithItsOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		start string
		errs  []error
		body  string
		want  answer
	}{
		"done":          {"", nil, goodCheckout, answer{201, `{"orderId":42,"customerId":1,"totalCents":250,"balanceCents":9750,"lines":2}`}},
		"a stranger":    {"", nil, strings.Replace(goodCheckout, `"customerId":1`, `"customerId":9`, 1), answer{404, `{"error":"no such customer"}`}},
		"no product":    {"", nil, strings.Replace(goodCheckout, `"productId":3`, `"productId":4`, 1), answer{404, `{"error":"no such product"}`}},
		"too poor":      {"", nil, strings.Replace(goodCheckout, `"customerId":1`, `"customerId":2`, 1), answer{402, `{"error":"insufficient funds"}`}},
		"sold out":      {"", nil, strings.Replace(goodCheckout, `3,"quantity":2`, `3,"quantity":6`, 1), answer{409, `{"error":"out of stock"}`}},
		"repeated":      {"INSERT INTO orders", []error{&mysql.MySQLError{Number: 1062}}, goodCheckout, answer{409, `{"error":"repeated request"}`}},
		"busy":          {"UPDATE products", []error{&mysql.MySQLError{Number: 1213}, &mysql.MySQLError{Number: 1205}, &mysql.MySQLError{Number: 1213}}, goodCheckout, answer{503, `{"error":"busy"}`}},
		"unknown":       {"COMMIT", []error{errors.New("broken pipe")}, goodCheckout, answer{500, `{"error":"internal error"}`}},
		"another error": {"SELECT price_cents", []error{&mysql.MySQLError{Number: 1146}}, goodCheckout, answer{500, `{"error":"internal error"}`}},
	} {
		fake := &fakeDatabase{failures: map[string][]error{c.start: c.errs}}
		a := &api{shop: shopOn(t, fake)}
		if got := a.answerTo(t, "POST", "/checkouts", "application/json", c.body); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestACheckoutThatBreaksARuleNeverReachesTheDatabase(t *testing.T) {
	fake := &fakeDatabase{}
	a := &api{shop: shopOn(t, fake)}
	for name, change := range map[string][2]string{
		"no request id":                {`"requestId":"request-1",`, ``},
		"7 characters of it":           {`request-1`, `request`},
		"65 characters of it":          {`request-1`, strings.Repeat("r", 65)},
		"SQL in it":                    {`request-1`, `' OR '1'='1`},
		"a line end in it":             {`request-1`, `request-1\n`},
		"a letter that is no ASCII":    {`request-1`, `réquest-1`},
		"a request id that is null":    {`"request-1"`, `null`},
		"a request id that is a list":  {`"request-1"`, `["request-1"]`},
		"no customer":                  {`"customerId":1,`, ``},
		"customer 0":                   {`"customerId":1`, `"customerId":0`},
		"customer -1":                  {`"customerId":1`, `"customerId":-1`},
		"a customer beyond the key":    {`"customerId":1`, `"customerId":4294967296`},
		"a customer beyond 64 bits":    {`"customerId":1`, `"customerId":18446744073709551617`},
		"a customer as text":           {`"customerId":1`, `"customerId":"1"`},
		"half a customer":              {`"customerId":1`, `"customerId":1.5`},
		"no lines":                     {`"lines":[`, `"lines":[],"other":[`},
		"lines that are null":          {`"lines":[`, `"lines":null,"other":[`},
		"a line that is null":          {`"lines":[`, `"lines":[null,`},
		"11 lines":                     {`"lines":[`, `"lines":[` + strings.Repeat(`{"productId":1,"quantity":1},`, 9)},
		"product 0":                    {`"productId":7`, `"productId":0`},
		"a product beyond the key":     {`"productId":7`, `"productId":4294967296`},
		"a product twice":              {`"productId":7`, `"productId":3`},
		"nothing of a product":         {`7,"quantity":2`, `7,"quantity":0`},
		"less than nothing of it":      {`7,"quantity":2`, `7,"quantity":-1`},
		"101 of a product":             {`7,"quantity":2`, `7,"quantity":101`},
		"a quantity that is true":      {`7,"quantity":2`, `7,"quantity":true`},
		"a list in place of an object": {goodCheckout, `[]`},
	} {
		body := strings.Replace(goodCheckout, change[0], change[1], 1)
		if body == goodCheckout {
			t.Fatalf("%s changes nothing", name)
		}
		if got := a.answerTo(t, "POST", "/checkouts", "application/json", body); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if len(fake.told) > 0 {
		t.Errorf("the database was told %q", fake.told)
	}
}

func TestTheLargestCheckoutKeepsTheRules(t *testing.T) {
	c := checkout{RequestID: strings.Repeat("aZ9-", 16), CustomerID: 4294967295}
	for i := range int64(10) {
		c.Lines = append(c.Lines, checkoutLine{4294967295 - i, 100})
	}
	if broken := c.brokenRule(); broken != "" {
		t.Error(broken)
	}
}

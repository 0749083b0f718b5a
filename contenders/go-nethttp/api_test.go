package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const goodOrder = `{"id":"ord-1","placedAt":"2026-03-01T12:00:00Z","currency":"EUR",` +
	`"customer":{"id":"c-1","name":"Zoë","email":"z@e","country":"DE"},"discountPercent":0,` +
	`"lines":[{"sku":"SKU-000001","name":"Trowel","category":"garden","quantity":3,"unitPriceCents":1999,"tags":["a"]}]}`

// answer is what a test looks at of an answer.
type answer struct {
	status int
	body   string
}

func (a *api) answerTo(t *testing.T, method, path, contentType, body string) answer {
	t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", contentType)
	recorder := httptest.NewRecorder()
	a.routes().ServeHTTP(recorder, request)
	return answer{recorder.Code, recorder.Body.String()}
}

func answerTo(t *testing.T, method, path, contentType, body string) (status int, answered string) {
	t.Helper()
	got := (&api{}).answerTo(t, method, path, contentType, body)
	return got.status, got.body
}

func TestOrdersThatKeepTheRulesAreTaken(t *testing.T) {
	for name, body := range map[string]string{
		"as it is":               goodOrder,
		"unknown keys":           strings.Replace(goodOrder, `{"id"`, `{"extra":{"id":1},"id"`, 1),
		"an empty note":          strings.Replace(goodOrder, `{"id"`, `{"note":"","id"`, 1),
		"no tags in the list":    strings.Replace(goodOrder, `["a"]`, `[]`, 1),
		"a name of 200 letters":  strings.Replace(goodOrder, `Trowel`, strings.Repeat("🪴", 200), 1),
		"a price of 0":           strings.Replace(goodOrder, `1999`, `0`, 1),
		"white space behind it":  goodOrder + "\n",
		"a note of 2000 letters": strings.Replace(goodOrder, `{"id"`, `{"note":"`+strings.Repeat("é", 2000)+`","id"`, 1),
	} {
		if status, answer := answerTo(t, "POST", "/orders", "application/json; charset=utf-8", body); status != http.StatusOK {
			t.Errorf("%s: got %d %s", name, status, answer)
		}
	}
}

func TestABrokenRuleIsAnsweredWith422AndAReason(t *testing.T) {
	for name, change := range map[string][2]string{
		"no id":                       {`"id":"ord-1",`, ``},
		"an id of 13 digits":          {`ord-1`, `ord-1234567890123`},
		"an id with a line break":     {`ord-1`, `ord-1\n`},
		"a date without Z":            {`00Z`, `00`},
		"a foreign currency":          {`EUR`, `CHF`},
		"no customer":                 {`"customer":{`, `"other":{`},
		"an e-mail without @":         {`z@e`, `zoe`},
		"an e-mail too short":         {`z@e`, `z@`},
		"a country in small letters":  {`DE`, `de`},
		"no discount":                 {`"discountPercent":0,`, ``},
		"a discount of 101":           {`"discountPercent":0`, `"discountPercent":101`},
		"a discount of -1":            {`"discountPercent":0`, `"discountPercent":-1`},
		"half a per cent":             {`"discountPercent":0`, `"discountPercent":0.5`},
		"no lines":                    {`"lines":[{`, `"lines":[],"other":[{`},
		"lines that are null":         {`"lines":[{`, `"lines":null,"other":[{`},
		"a line that is null":         {`"lines":[{`, `"lines":[null,{`},
		"501 lines":                   {`"lines":[`, `"lines":[` + strings.Repeat(goodOrder[strings.Index(goodOrder, `{"sku`):len(goodOrder)-2]+",", 500)},
		"a sku of seven digits":       {`SKU-000001`, `SKU-0000001`},
		"a short sku":                 {`SKU-000001`, `SKU-1`},
		"a sku with a letter":         {`SKU-000001`, `SKU-00000a`},
		"an empty name":               {`Trowel`, ``},
		"a name of 201 letters":       {`Trowel`, strings.Repeat("🪴", 201)},
		"an unknown category":         {`garden`, `food`},
		"a quantity as text":          {`"quantity":3`, `"quantity":"3"`},
		"a quantity of 0":             {`"quantity":3`, `"quantity":0`},
		"a quantity of 1001":          {`"quantity":3`, `"quantity":1001`},
		"no price":                    {`"unitPriceCents":1999,`, ``},
		"a price of null":             {`1999`, `null`},
		"a price beyond the limit":    {`1999`, `10000001`},
		"a price beyond all integers": {`1999`, `1e400`},
		"nine tags":                   {`["a"]`, `["a","a","a","a","a","a","a","a","a"]`},
		"an empty tag":                {`["a"]`, `[""]`},
		"no tags":                     {`,"tags":["a"]`, ``},
		"a note of 2001 letters":      {`{"id"`, `{"note":"` + strings.Repeat("n", 2001) + `","id"`},
		"a note that is null":         {`{"id":"ord`, `{"note":null,"id":"ord`},
		"a list":                      {goodOrder, `[]`},
		"null":                        {goodOrder, `null`},
	} {
		body := strings.Replace(goodOrder, change[0], change[1], 1)
		if body == goodOrder {
			t.Fatalf("%s changes nothing", name)
		}
		status, answer := answerTo(t, "POST", "/orders", "application/json", body)
		var p problem
		if err := json.Unmarshal([]byte(answer), &p); status != http.StatusUnprocessableEntity || err != nil || p.Error == "" {
			t.Errorf("%s: got %d %s", name, status, answer)
		}
	}
}

func TestWhatIsNotJSONOrTooLargeHasItsOwnStatus(t *testing.T) {
	for body, want := range map[string]int{
		"":                     http.StatusBadRequest,
		"{":                    http.StatusBadRequest,
		`{"id": 5, "lines": [`: http.StatusBadRequest,
		strings.Replace(goodOrder, "Trowel", "Tro\nwel", 1): http.StatusBadRequest,
		goodOrder + " and more":                             http.StatusBadRequest,
		goodOrder[:100]:                                     http.StatusBadRequest,
		strings.Repeat(" ", 1<<20):                          http.StatusBadRequest,
		goodOrder + strings.Repeat(" ", 1<<20):              http.StatusRequestEntityTooLarge,
	} {
		if got, answer := answerTo(t, "POST", "/orders", "application/json", body); got != want {
			t.Errorf("%d bytes: got %d %s, want %d", len(body), got, answer, want)
		}
	}
	if got, _ := answerTo(t, "POST", "/orders", "text/plain", goodOrder); got != http.StatusUnsupportedMediaType {
		t.Errorf("text/plain: got %d", got)
	}
}

func TestLettersComeBackUnharmed(t *testing.T) {
	const name = "Crème <brûlée> & 火 🔥 \u2028 \" \\ \n \u0001"
	written, err := json.Marshal(name)
	if err != nil {
		t.Fatal(err)
	}
	body := strings.Replace(goodOrder, `"Trowel"`, string(written), 1)
	status, answered := answerTo(t, "POST", "/orders", "application/json", body)
	var priced pricedOrder
	if err := json.Unmarshal([]byte(answered), &priced); err != nil || status != http.StatusOK || priced.Lines[0].Name != name {
		t.Errorf("got %d %s, %v", status, answered, err)
	}
}

func TestARouteWithoutItsPartIsUnavailableWhateverItIsAsked(t *testing.T) {
	for _, path := range []string{
		"GET /user", "GET /feed/1", "GET /feed/x", "GET /cache", "GET /availability/1", "GET /availability/x",
		"GET /products/1", "GET /products/x", "GET /checkouts/1", "POST /checkouts",
		"POST /agents/stock",
	} {
		method, path, _ := strings.Cut(path, " ")
		want := answer{http.StatusServiceUnavailable, `{"error":"not configured"}`}
		if got := (&api{}).answerTo(t, method, path, "text/plain", "{"); got != want {
			t.Errorf("%s %s: got %+v", method, path, got)
		}
	}
}

func TestAnswersAreJSONOfASaidLength(t *testing.T) {
	for path, length := range map[string]string{"/hello": "27", "/cache": "26"} {
		recorder := httptest.NewRecorder()
		(&api{}).routes().ServeHTTP(recorder, httptest.NewRequest("GET", path, nil))
		h := recorder.Header()
		if h.Get("Content-Type") != "application/json" || h.Get("Content-Length") != length {
			t.Errorf("%s: got %v", path, h)
		}
	}
}

func TestUnknownRoutesAndMethodsAreRefused(t *testing.T) {
	for request, want := range map[[2]string]int{
		{"GET", "/nothing"}:       http.StatusNotFound,
		{"GET", "/products/"}:     http.StatusNotFound,
		{"GET", "/availability/"}: http.StatusNotFound,
		{"GET", "/ticks/"}:        http.StatusNotFound,
		{"GET", "/ticks"}:         http.StatusNotFound,
		{"GET", "/export/"}:       http.StatusNotFound,
		{"GET", "/agents/stock"}:  http.StatusMethodNotAllowed,
		{"GET", "/duplicates"}:    http.StatusMethodNotAllowed,
		{"POST", "/hello"}:        http.StatusMethodNotAllowed,
	} {
		if got, _ := answerTo(t, request[0], request[1], "", ""); got != want {
			t.Errorf("%v: got %d, want %d", request, got, want)
		}
	}
}

package main

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
)

func TestTheDistanceCountsInsertionsDeletionsAndSubstitutions(t *testing.T) {
	var rows editRows
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"same", "same", 0}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"ab", "ba", 2},
		{"a", strings.Repeat("b", longestName), longestName}, {strings.Repeat("ab", 32), strings.Repeat("ba", 32), 2},
		{" a ", "a", 2}, {"intention", "execution", 5},
	} {
		if got := rows.distance(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: got %d, want %d", c.a, c.b, got, c.want)
		}
		if got := rows.distance(c.b, c.a); got != c.want {
			t.Errorf("%q, %q: got %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

func TestDuplicatesAreListedByDistanceThenPlace(t *testing.T) {
	got := findDuplicates([]string{"kitten", "sitting", "kit", "sitten", "kitten"}, 3)
	want := duplicates{Compared: 10, DistanceSum: 25, Pairs: []duplicatePair{
		{0, 4, 0}, {0, 3, 1}, {3, 4, 1}, {1, 3, 2}, {0, 1, 3}, {0, 2, 3}, {1, 4, 3}, {2, 4, 3},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestABatchIsAnsweredOrRefused(t *testing.T) {
	long, many := strings.Repeat("x", longestName), strings.Repeat(`"a",`, 199)
	for body, want := range map[string]int{
		`{"names":["a","z9 "],"limit":10,"colour":1}`:      http.StatusOK,
		`{"names":["a","` + long + `"],"limit":0}`:         http.StatusOK,
		`{"names":[` + many + `"b"],"limit":0}`:            http.StatusOK,
		`{"names":["a","` + long + `x"],"limit":0}`:        http.StatusUnprocessableEntity,
		`{"names":[` + many + `"b","c"],"limit":0}`:        http.StatusUnprocessableEntity,
		`{"names":["a"],"limit":1}`:                        http.StatusUnprocessableEntity,
		`{"names":["a",""],"limit":1}`:                     http.StatusUnprocessableEntity,
		`{"names":["a",null],"limit":1}`:                   http.StatusUnprocessableEntity,
		`{"names":["a",1],"limit":1}`:                      http.StatusUnprocessableEntity,
		`{"names":["a","B"],"limit":1}`:                    http.StatusUnprocessableEntity,
		`{"names":["a","é"],"limit":1}`:                    http.StatusUnprocessableEntity,
		`{"names":["a","b\n"],"limit":1}`:                  http.StatusUnprocessableEntity,
		`{"names":["a","b\u0000"],"limit":1}`:              http.StatusUnprocessableEntity,
		"{\"names\":[\"a\",\"\xff\"],\"limit\":1}":         http.StatusUnprocessableEntity,
		`{"names":"ab","limit":1}`:                         http.StatusUnprocessableEntity,
		`{"limit":1}`:                                      http.StatusUnprocessableEntity,
		`{"names":["a","b"]}`:                              http.StatusUnprocessableEntity,
		`{"names":["a","b"],"limit":null}`:                 http.StatusUnprocessableEntity,
		`{"names":["a","b"],"limit":"1"}`:                  http.StatusUnprocessableEntity,
		`{"names":["a","b"],"limit":1.5}`:                  http.StatusUnprocessableEntity,
		`{"names":["a","b"],"limit":-1}`:                   http.StatusUnprocessableEntity,
		`{"names":["a","b"],"limit":11}`:                   http.StatusUnprocessableEntity,
		`{"names":["a","b"],"limit":1`:                     http.StatusBadRequest,
		`{"names":["a","b"],"limit":01}`:                   http.StatusBadRequest,
		`{"names":["a","b"]}` + strings.Repeat(" ", 1<<20): http.StatusRequestEntityTooLarge,
	} {
		if got := (&api{}).answerTo(t, "POST", "/duplicates", "application/json", body); got.status != want {
			t.Errorf("%.60s: got %+v, want %d", body, got, want)
		}
	}
	none := answer{200, `{"compared":1,"distanceSum":1,"pairs":[]}`}
	if got := (&api{}).answerTo(t, "POST", "/duplicates", "application/json", `{"names":["a","b"],"limit":0}`); got != none {
		t.Errorf("no pairs: got %+v", got)
	}
}

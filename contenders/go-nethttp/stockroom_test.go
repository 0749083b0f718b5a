package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// upstreamFunc stands in for the connections to the upstream.
type upstreamFunc func(*http.Request) (*http.Response, error)

func (f upstreamFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func askedOf(f upstreamFunc) *api {
	stock := newStockroom("http://upstream:1/base", 2*time.Second)
	stock.client.Transport = f
	return &api{stock: stock}
}

func says(status int, body string) upstreamFunc {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{}}, nil
	}
}

// silence is a body whose bytes never come.
type silence struct{ until context.Context }

func (s silence) Read([]byte) (int, error) { <-s.until.Done(); return 0, s.until.Err() }
func (silence) Close() error               { return nil }

var badGateway = answer{http.StatusBadGateway, `{"error":"bad gateway"}`}

func TestTheLevelFollowsWhatIsAvailable(t *testing.T) {
	for available, level := range map[string]string{"0": "none", "1": "low", "9": "low", "10": "ok", "9007199254740991": "ok"} {
		a := askedOf(says(200, `{"sku":7,"available":`+available+`,"warehouse":"W3","more":[]}`))
		want := answer{200, `{"sku":7,"available":` + available + `,"warehouse":"W3","level":"` + level + `"}`}
		if got := a.answerTo(t, "GET", "/availability/007", "", ""); got != want {
			t.Errorf("%s: got %+v, want %+v", available, got, want)
		}
	}
}

func TestTheUpstreamIsAskedOnceForTheArticleAsGiven(t *testing.T) {
	var asked []string
	a := askedOf(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.Method+" "+r.URL.String())
		return nil, errors.New("connection reset")
	})
	if got := a.answerTo(t, "GET", "/availability/007", "", ""); got != badGateway {
		t.Errorf("got %+v", got)
	}
	if want := "GET http://upstream:1/base/stock/007"; len(asked) != 1 || asked[0] != want {
		t.Errorf("asked %q", asked)
	}
}

func TestASkuThatIsNoneNeverReachesTheUpstream(t *testing.T) {
	a := askedOf(func(*http.Request) (*http.Response, error) {
		t.Error("the upstream was asked")
		return nil, io.EOF
	})
	for _, sku := range []string{"pan", "-5", "+5", "1000000", "1.5", "..%2fcounts", "1%2f..", "%D9%A3", "1%00", "1%3fx=1"} {
		if got := a.answerTo(t, "GET", "/availability/"+sku, "", ""); got.status != http.StatusBadRequest {
			t.Errorf("%s: got %+v", sku, got)
		}
	}
}

func TestWhatTheUpstreamMaySayWrongIsABadGateway(t *testing.T) {
	const good = `{"sku":7,"available":17,"warehouse":"W3"}`
	for name, f := range map[string]upstreamFunc{
		"500":                     says(500, good),
		"204":                     says(204, ""),
		"a redirection":           redirected,
		"no JSON":                 says(200, "<html>"),
		"JSON and more":           says(200, good+"}"),
		"half of it":              says(200, good[:20]),
		"nothing":                 says(200, ""),
		"null":                    says(200, "null"),
		"a list":                  says(200, "["+good+"]"),
		"no sku":                  says(200, strings.Replace(good, `"sku":7,`, ``, 1)),
		"no number of pieces":     says(200, strings.Replace(good, `"available":17,`, ``, 1)),
		"no warehouse":            says(200, strings.Replace(good, `,"warehouse":"W3"`, ``, 1)),
		"a warehouse of null":     says(200, strings.Replace(good, `"W3"`, `null`, 1)),
		"a number as text":        says(200, strings.Replace(good, `17`, `"17"`, 1)),
		"another sku":             says(200, strings.Replace(good, `:7,`, `:8,`, 1)),
		"half a piece":            says(200, strings.Replace(good, `17`, `17.5`, 1)),
		"a warehouse as a number": says(200, strings.Replace(good, `"W3"`, `3`, 1)),
		"more than is read":       says(200, good+strings.Repeat(" ", maxStock)),
	} {
		if got := askedOf(f).answerTo(t, "GET", "/availability/7", "", ""); got != badGateway {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	if got := askedOf(says(404, "no")).answerTo(t, "GET", "/availability/7", "", ""); got != (answer{404, `{"error":"not found"}`}) {
		t.Errorf("404: got %+v", got)
	}
}

// redirected leads to another place, where there is a good answer.
func redirected(r *http.Request) (*http.Response, error) {
	if r.URL.Path == "/elsewhere" {
		return says(200, `{"sku":7,"available":17,"warehouse":"W3"}`)(r)
	}
	return &http.Response{StatusCode: 302, Body: http.NoBody, Header: http.Header{"Location": {"/elsewhere"}}}, nil
}

func TestAnAnswerThatIsNotWholeAfterTwoSecondsIsATimeout(t *testing.T) {
	for name, f := range map[string]upstreamFunc{
		"no answer": func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, r.Context().Err() },
		"no body": func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: silence{r.Context()}}, nil
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			got := askedOf(f).answerTo(t, "GET", "/availability/7", "", "")
			if want := (answer{504, `{"error":"gateway timeout"}`}); got != want || time.Since(start) != 2*time.Second {
				t.Errorf("%s: got %+v after %v", name, got, time.Since(start))
			}
		})
	}
}

func TestAClientThatGoesAwayEndsTheUpstreamsRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, leave := context.WithCancel(t.Context())
		ended := false
		a := askedOf(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			ended = true
			return nil, r.Context().Err()
		})
		time.AfterFunc(time.Second, leave)
		start, recorder := time.Now(), httptest.NewRecorder()
		a.routes().ServeHTTP(recorder, httptest.NewRequestWithContext(ctx, "GET", "/availability/7", nil))
		if !ended || time.Since(start) != time.Second || recorder.Body.Len() > 0 {
			t.Errorf("ended %v after %v: %s", ended, time.Since(start), recorder.Body)
		}
	})
}

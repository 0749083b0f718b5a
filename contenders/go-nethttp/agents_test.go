package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const jsonType = "application/json"

// warehouseOf answers for any article, and late for those told.
func warehouseOf(late map[string]time.Duration) upstreamFunc {
	return func(r *http.Request) (*http.Response, error) {
		sku := strings.TrimPrefix(r.URL.Path, "/base/stock/")
		select {
		case <-time.After(late[sku]):
			return says(200, `{"sku":`+sku+`,"available":5,"warehouse":"W3","more":1}`)(r)
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
}

func TestAgentsAreToldInTheOrderInWhichTheyComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := askedOf(warehouseOf(map[string]time.Duration{"7": 3 * time.Millisecond, "8": time.Millisecond, "9": 2 * time.Millisecond}))
		want := answer{200, `data: {"sku":8,"available":5,"warehouse":"W3"}` + "\n\n" +
			`data: {"sku":9,"available":5,"warehouse":"W3"}` + "\n\n" +
			`data: {"sku":7,"available":5,"warehouse":"W3"}` + "\n\n" +
			`data: {"answered":3,"failed":0}` + "\n\n"}
		start := time.Now()
		if got := a.answerTo(t, "POST", "/agents/stock", jsonType, `{"skus":[7,8,9],"more":[]}`); got != want {
			t.Errorf("got %+v", got)
		}
		if took := time.Since(start); took != 3*time.Millisecond {
			t.Errorf("took %v: the agents did not go at the same time", took)
		}
	})
}

func TestWhatAnAgentMeetsIsToldWithoutItsDetails(t *testing.T) {
	for name, of := range map[string]struct {
		upstream upstreamFunc
		told     string
	}{
		"404":         {says(404, "no"), "not found"},
		"500":         {says(500, "no"), "bad gateway"},
		"no JSON":     {says(200, "not json"), "bad gateway"},
		"wrong types": {says(200, `{"sku":7,"available":"5","warehouse":"W3"}`), "bad gateway"},
		"another sku": {says(200, `{"sku":8,"available":5,"warehouse":"W3"}`), "bad gateway"},
		"closed":      {func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }, "bad gateway"},
		"silence": {func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: silence{r.Context()}}, nil
		}, "gateway timeout"},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			want := answer{200, fmt.Sprintf("data: {\"sku\":7,\"error\":%q}\n\ndata: {\"answered\":0,\"failed\":1}\n\n", of.told)}
			if got := askedOf(of.upstream).answerTo(t, "POST", "/agents/stock", jsonType, `{"skus":[7]}`); got != want {
				t.Errorf("%s: got %+v", name, got)
			}
			if took := time.Since(start); of.told == "gateway timeout" && took != 2*time.Second {
				t.Errorf("%s: took %v", name, took)
			}
		})
	}
}

func TestAnErrandThatIsRefusedNeverReachesTheUpstream(t *testing.T) {
	a := askedOf(func(*http.Request) (*http.Response, error) {
		t.Error("the upstream was asked")
		return nil, errors.New("asked")
	})
	seventeen := strings.TrimSuffix(strings.Repeat("%,", 17), ",")
	for i := range 17 {
		seventeen = strings.Replace(seventeen, "%", fmt.Sprint(i+1), 1)
	}
	for body, want := range map[string]int{
		`{`:                     400,
		``:                      400,
		`{"skus":[7]} and more`: 400,
		`{"skus":[7]}` + strings.Repeat(" ", 1<<20): 413,
		`{"skus":[]}`:                  422,
		`{"skus":[` + seventeen + `]}`: 422,
		`{"skus":[7,8,7]}`:             422,
		`{"skus":[0]}`:                 422,
		`{"skus":[-7]}`:                422,
		`{"skus":[1000000]}`:           422,
		`{"skus":[1e400]}`:             422,
		`{"skus":[1.5]}`:               422,
		`{"skus":["7"]}`:               422,
		`{"skus":[null]}`:              422,
		`{"skus":null}`:                422,
		`{"skus":7}`:                   422,
		`{}`:                           422,
		`[7]`:                          422,
		`null`:                         422,
	} {
		got := a.answerTo(t, "POST", "/agents/stock", jsonType, body)
		if got.status != want || !strings.HasPrefix(got.body, `{"error":"`) {
			t.Errorf("%.40s: got %+v, want %d", body, got, want)
		}
	}
	if got := a.answerTo(t, "POST", "/agents/stock", "text/plain", `{"skus":[7]}`); got.status != 415 {
		t.Errorf("text/plain: got %+v", got)
	}
}

func TestAClientThatGoesAwayEndsAllItsAgentsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, leave := context.WithCancel(t.Context())
		ended := make(chan time.Duration, 3)
		start := time.Now()
		a := askedOf(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			ended <- time.Since(start)
			return nil, r.Context().Err()
		})
		time.AfterFunc(time.Second, leave)
		request := httptest.NewRequestWithContext(ctx, "POST", "/agents/stock", strings.NewReader(`{"skus":[7,8,9]}`))
		request.Header.Set("Content-Type", jsonType)
		recorder := httptest.NewRecorder()
		a.routes().ServeHTTP(recorder, request)
		for range 3 {
			if after := <-ended; after != time.Second {
				t.Errorf("an agent ended after %v", after)
			}
		}
	})
}

func TestSixteenAgentsGoEachForItsArticle(t *testing.T) {
	a := askedOf(warehouseOf(nil))
	got := a.answerTo(t, "POST", "/agents/stock", jsonType, `{"skus":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,999999]}`)
	if got.status != 200 || strings.Count(got.body, `"warehouse"`) != 16 || !strings.HasSuffix(got.body, "data: {\"answered\":16,\"failed\":0}\n\n") {
		t.Errorf("got %+v", got)
	}
}

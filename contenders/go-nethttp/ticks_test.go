package main

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// clocked is an answer that keeps when each piece of it was flushed.
type clocked struct {
	*httptest.ResponseRecorder
	start   time.Time
	pieces  []string
	flushed []time.Duration
	hold    time.Duration // how long the third piece takes to be written
}

func (c *clocked) FlushError() error {
	if len(c.pieces) == 3 {
		time.Sleep(c.hold)
	}
	c.flushed = append(c.flushed, time.Since(c.start))
	c.pieces = append(c.pieces, c.Body.String())
	c.Body.Reset()
	return nil
}

func TestEachTickIsDueByTheAnswersStart(t *testing.T) {
	for hold, want := range map[time.Duration]string{
		0:                     "[0s 0s 10ms 20ms 30ms 40ms]",
		25 * time.Millisecond: "[0s 0s 10ms 45ms 45ms 45ms]",
	} {
		synctest.Test(t, func(t *testing.T) {
			w := &clocked{ResponseRecorder: httptest.NewRecorder(), start: time.Now(), hold: hold}
			(&api{}).routes().ServeHTTP(w, httptest.NewRequest("GET", "/ticks/10?count=5", nil))
			if got := fmt.Sprint(w.flushed); got != want {
				t.Errorf("flushed at %s, want %s", got, want)
			}
			if want := "id: 12\ndata: {\"seq\":12,\"price\":950.28}\n\n"; w.pieces[0] != "" || w.pieces[3] != want || w.Body.Len() > 0 {
				t.Errorf("got %q", w.pieces)
			}
		})
	}
}

func TestAPriceHasNoMoreThanTwoDecimals(t *testing.T) {
	for seq, want := range map[int64]string{
		0: "0", 1: "79.19", 10: "791.9", 100: "919", 321: "419.99", 999_999_999: "920.81", 1_000_000_098: "760.62",
	} {
		if got := fmt.Sprint(tickAt(seq).Price); got != want {
			t.Errorf("%d: got %s, want %s", seq, got, want)
		}
	}
	for seq := range int64(100_000) {
		hundredths := seq * 7919 % 100_000
		if got, want := fmt.Sprintf("%.2f", tickAt(seq).Price), fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100); got != want {
			t.Fatalf("%d: got %s, want %s", seq, got, want)
		}
	}
}

func TestAStreamWithoutAProperSpanIsRefused(t *testing.T) {
	for _, path := range []string{
		"/ticks/1", "/ticks/1?count=", "/ticks/1?count=0", "/ticks/1?count=101", "/ticks/1?count=1.0", "/ticks/1?count=+1",
		"/ticks/1?count=99999999999999999999", "/ticks/x?count=1", "/ticks/-1?count=1", "/ticks/1000000000?count=1",
		"/ticks/%D9%A3?count=1", "/export/1", "/export/1?rows=0", "/export/1?rows=1000001", "/export/1?rows=1e3",
		"/export/x?rows=1", "/export/1000000000?rows=1",
	} {
		if got := (&api{}).answerTo(t, "GET", path, "", ""); got.status != http.StatusBadRequest || got.body[0] != '{' {
			t.Errorf("%s: got %+v", path, got)
		}
	}
	if got := (&api{}).answerTo(t, "GET", "/ticks/999999999?count=1", "", ""); got.status != http.StatusOK {
		t.Errorf("got %+v", got)
	}
}

func TestATickThatIsWaitedForEndsWithItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(15*time.Millisecond, leave)
		start, w := time.Now(), httptest.NewRecorder()
		(&api{}).routes().ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/ticks/1?count=100", nil))
		if took := time.Since(start); took != 15*time.Millisecond || strings.Count(w.Body.String(), "id: ") != 2 {
			t.Errorf("after %v: %s", took, w.Body)
		}
	})
}

func TestAClientThatGoesAwayEndsItsTicks(t *testing.T) {
	returned := make(chan int, 1)
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		counted := &clocked{ResponseRecorder: httptest.NewRecorder()}
		(&api{}).routes().ServeHTTP(both{w, counted}, r)
		returned <- len(counted.pieces)
	}))
	defer service.Close()
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, "GET", service.URL+"/ticks/5?count=100", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if line, err := bufio.NewReader(response.Body).ReadString('\n'); err != nil || line != "id: 5\n" {
		t.Errorf("got %q, %v", line, err)
	}
	leave()
	if pieces := <-returned; pieces > 90 {
		t.Errorf("%d of 101 pieces were sent to a client that left after the second", pieces)
	}
}

// both is an answer on its way to a client, of which another keeps account.
type both struct {
	http.ResponseWriter
	account *clocked
}

func (b both) FlushError() error {
	_ = b.account.FlushError()
	return http.NewResponseController(b.ResponseWriter).Flush()
}

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// errands sends agents for articles over a real connection.
func errands(ctx context.Context, t *testing.T, base, skus string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, "POST", base+"/agents/stock", strings.NewReader(`{"skus":[`+skus+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", jsonType)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

// halfSilent is an upstream that answers article 1 and leaves all others
// waiting; it tells when one is asked, and when its client is gone.
type halfSilent struct {
	*httptest.Server
	asked, abandoned chan string
	mu               sync.Mutex
	closed           int
}

func newHalfSilent(t *testing.T) *halfSilent {
	h := &halfSilent{asked: make(chan string, 16), abandoned: make(chan string, 16)}
	h.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.asked <- r.URL.Path
		if r.URL.Path != "/stock/1" {
			<-r.Context().Done()
			h.abandoned <- r.URL.Path
			return
		}
		respond(w, http.StatusOK, availability{SKU: 1, Warehouse: "W3"})
	}))
	h.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			h.mu.Lock()
			h.closed++
			h.mu.Unlock()
		}
	}
	h.Start()
	t.Cleanup(h.Close)
	return h
}

func TestAClientThatGoesAwayCallsItsAgentsBack(t *testing.T) {
	var logged bytes.Buffer
	defer log.SetOutput(log.Writer())
	log.SetOutput(&logged)
	upstream := newHalfSilent(t)
	stock := newStockroom(upstream.URL, 2*time.Second)
	returned := make(chan struct{})
	routes := (&api{stock: stock}).routes()
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		routes.ServeHTTP(w, r)
		close(returned)
	}))
	defer service.Close()

	ctx, leave := context.WithCancel(t.Context())
	response := errands(ctx, t, service.URL, "1,2,3,4")
	// The head was there although three of four never answer, and so is this.
	if first, err := bufio.NewReader(response.Body).ReadString('\n'); err != nil || !strings.Contains(first, `"sku":1,`) {
		t.Fatalf("got %q, %v", first, err)
	}
	for range 4 {
		<-upstream.asked
	}
	leave()
	for range 3 {
		<-upstream.abandoned
	}
	<-returned
	// The connection that had its answer is kept: no new one is asked for.
	service2 := httptest.NewServer((&api{stock: stock}).routes())
	defer service2.Close()
	if body, err := io.ReadAll(errands(t.Context(), t, service2.URL, "1").Body); err != nil || !strings.HasSuffix(string(body), "\"failed\":0}\n\n") {
		t.Errorf("got %q, %v", body, err)
	}
	upstream.mu.Lock()
	defer upstream.mu.Unlock()
	if upstream.closed > 3 || logged.Len() > 0 {
		t.Errorf("%d connections were closed, logged: %s", upstream.closed, &logged)
	}
}

func TestAnAgentWhoseKeptConnectionClosesDoesNotAskAgain(t *testing.T) {
	upstream := newCrowd(t, 3)
	service := httptest.NewServer((&api{stock: newStockroom(upstream.URL, 2*time.Second)}).routes())
	defer service.Close()
	// Three connections that are kept: the crowd says 7 of all of them.
	if _, err := io.ReadAll(errands(t.Context(), t, service.URL, "7,8,9").Body); err != nil {
		t.Fatal(err)
	}
	response := errands(t.Context(), t, service.URL, "666")
	body, err := io.ReadAll(response.Body)
	if want := "data: {\"sku\":666,\"error\":\"bad gateway\"}\n\ndata: {\"answered\":0,\"failed\":1}\n\n"; err != nil || string(body) != want {
		t.Errorf("got %q, %v", body, err)
	}
	if asked := upstream.closing.Load(); asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	if kind := response.Header.Get("Content-Type"); kind != "text/event-stream" || response.ContentLength != -1 {
		t.Errorf("got %v", response.Header)
	}
}

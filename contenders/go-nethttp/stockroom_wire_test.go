package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// crowd is an upstream that answers only when size requests are there, so that
// each has a connection of its own; article 666 it answers by closing.
type crowd struct {
	*httptest.Server
	opened, closing atomic.Int64
}

func newCrowd(t *testing.T, size int) *crowd {
	c := &crowd{}
	arrived, all := make(chan struct{}), make(chan struct{})
	go func() {
		for {
			for range size {
				<-arrived
			}
			for range size {
				all <- struct{}{}
			}
		}
	}()
	c.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/stock/666" {
			c.closing.Add(1)
			panic(http.ErrAbortHandler)
		}
		if r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
			t.Errorf("asked with a body: %v", r.Header)
		}
		arrived <- struct{}{}
		<-all
		respond(w, http.StatusOK, availability{SKU: 7, Warehouse: "W3"})
	}))
	c.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			c.opened.Add(1)
		}
	}
	c.Start()
	t.Cleanup(c.Close)
	return c
}

func TestConnectionsAreKeptAndNothingIsAskedTwice(t *testing.T) {
	const size = 8
	upstream := newCrowd(t, size)
	a := &api{stock: newStockroom(upstream.URL, 2*time.Second)}
	for range 3 {
		var clients sync.WaitGroup
		for range size {
			clients.Go(func() {
				if got := a.answerTo(t, "GET", "/availability/7", "", ""); got.status != http.StatusOK {
					t.Errorf("got %+v", got)
				}
			})
		}
		clients.Wait()
	}
	if opened := upstream.opened.Load(); opened != size {
		t.Errorf("%d connections were opened, want %d", opened, size)
	}
	// Left to itself, the library would ask again on the next kept connection.
	if got := a.answerTo(t, "GET", "/availability/666", "", ""); got != badGateway {
		t.Errorf("got %+v", got)
	}
	if asked := upstream.closing.Load(); asked != 1 {
		t.Errorf("what was closed without an answer was asked %d times", asked)
	}
}

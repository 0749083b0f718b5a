package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestRowsHaveExactlyTheirForm(t *testing.T) {
	want := `{"id":6,"name":"item 6","amount":628374,"tags":["even","third"]}
{"id":7,"name":"item 7","amount":733103,"tags":["odd"]}
{"id":8,"name":"item 8","amount":837832,"tags":["even"]}
{"id":9,"name":"item 9","amount":942561,"tags":["odd","third"]}
`
	if got := (&api{}).answerTo(t, "GET", "/export/6?rows=4", "", ""); got != (answer{200, want}) {
		t.Errorf("got %+v", got)
	}
	last := `{"id":999999999,"name":"item 999999999","amount":895271,"tags":["odd","third"]}` + "\n"
	if got := (&api{}).answerTo(t, "GET", "/export/999999999?rows=1", "", ""); got != (answer{200, last}) {
		t.Errorf("got %+v", got)
	}
}

// counted are the connections of a server, with the bytes it has written.
type counted struct {
	net.Listener
	written atomic.Int64
}

type countedConn struct {
	net.Conn
	written *atomic.Int64
}

func (c *counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	return countedConn{conn, &c.written}, err
}

func (c countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.written.Add(int64(n))
	return n, err
}

// exporting is a server whose own limits of time are far too short for any
// export that is read slowly. Each export that is over sends to returned.
func exporting(t *testing.T) (service *httptest.Server, written *atomic.Int64, returned chan struct{}) {
	returned = make(chan struct{}, 8)
	routes := (&api{}).routes()
	service = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		routes.ServeHTTP(w, r)
		returned <- struct{}{}
	}))
	c := &counted{Listener: service.Listener}
	service.Listener = c
	service.Config.ReadTimeout = 100 * time.Millisecond
	service.Config.WriteTimeout = 100 * time.Millisecond
	service.Start()
	t.Cleanup(service.Close)
	return service, &c.written, returned
}

// export asks for one. The kernel holds little of it back for the client, so
// that a short one suffices to see it held up.
func export(ctx context.Context, t *testing.T, url string) *http.Response {
	t.Helper()
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil {
			err = conn.(*net.TCPConn).SetReadBuffer(64 << 10)
		}
		return conn, err
	}}
	t.Cleanup(transport.CloseIdleConnections)
	request, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

// settled waits until no more is written, and gives how much was.
func settled(written *atomic.Int64) int64 {
	for before := int64(-1); ; {
		now := written.Load()
		if now == before {
			return now
		}
		before = now
		time.Sleep(200 * time.Millisecond)
	}
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestAReaderThatPausesHoldsTheExportUpAndGetsAllOfIt(t *testing.T) {
	const rows = 250_000
	service, written, returned := exporting(t)
	before := heapInUse()
	response := export(t.Context(), t, service.URL+"/export/1?rows=250000")
	made := settled(written)
	if grown := int64(heapInUse()) - int64(before); made > 8<<20 || grown > 1<<20 {
		t.Errorf("%d bytes were made for a client that does not read, and %d kept", made, grown)
	}
	if len(returned) > 0 {
		t.Fatal("the export was over before it was read")
	}
	lines, next := bufio.NewScanner(response.Body), int64(1)
	for ; lines.Scan(); next++ {
		if next%1000 != 1 {
			continue
		}
		want, err := json.Marshal(exportRowAt(next))
		if err != nil || lines.Text() != string(want) {
			t.Fatalf("got %s, want %s", lines.Text(), want)
		}
	}
	if lines.Err() != nil || next != rows+1 || written.Load() < 2*made {
		t.Errorf("%d rows, %v; %d bytes of %d were made early", next-1, lines.Err(), made, written.Load())
	}
	<-returned
}

func TestAClientThatGoesAwayEndsItsExport(t *testing.T) {
	service, written, returned := exporting(t)
	ctx, leave := context.WithCancel(t.Context())
	response := export(ctx, t, service.URL+"/export/1?rows=1000000")
	if _, err := io.ReadFull(response.Body, make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	leave()
	<-returned
	if written.Load() > 16<<20 {
		t.Errorf("%d bytes were made", written.Load())
	}
}

func TestEvenAShortExportIsSentInChunks(t *testing.T) {
	service, _, _ := exporting(t)
	response := export(t.Context(), t, service.URL+"/export/6?rows=1")
	body, err := io.ReadAll(response.Body)
	if err != nil || strings.Count(string(body), "\n") != 1 || response.ContentLength != -1 ||
		response.Header.Get("Content-Type") != "application/x-ndjson" || strings.Join(response.TransferEncoding, "") != "chunked" {
		t.Errorf("got %q, %v, %+v", body, err, response)
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// socketPair is a connection as the service has it, and its client.
func socketPair(t *testing.T) (*websocket.Conn, guest) {
	t.Helper()
	conns := make(chan *websocket.Conn, 1)
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
		}
		conns <- conn
	}))
	t.Cleanup(service.Close)
	client := enter(t, "ws"+strings.TrimPrefix(service.URL, "http"))
	return <-conns, client
}

func TestAMemberThatDoesNotReadIsEndedAndNobodyWaitsForIt(t *testing.T) {
	a, base := openHouse(t)
	host, reader, deaf := enter(t, base+"r"), enter(t, base+"r"), enter(t, base+"r")
	if err := deaf.NetConn().(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("\x00", 1000) // 6,000 bytes as JSON
	said := int64(0)
	for members := 3; members == 3; members = memberCount(&a.chat, "r") {
		if said++; said > 5000 {
			t.Fatal("30 MB were said to a member that reads none of it, and it is still there")
		}
		host.says(text)
		reader.mustHear(delivered{"r", said, text})
	}
	if said < maxWaiting/6100 {
		t.Errorf("ended after %d messages, which are no MiB", said)
	}
	// It finds its connection reset once it has read what the kernel had for it.
	_, err := io.Copy(io.Discard, deaf.NetConn())
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("got %v", err)
	}
	host.says("on we go")
	reader.mustHear(delivered{"r", said + 1, "on we go"})
}

func memberCount(c *chat, name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.rooms[name]
	if r == nil {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.members)
}

func TestOnlyOneMiBWaitsForAMember(t *testing.T) {
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, make([]byte, 1<<10))
	if err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]letter{
		"messages": {message: message, size: 1 << 10},
		"pongs":    {pong: "", size: pongSize},
	} {
		m := &member{} // It has no 101 yet, so that nothing is sent.
		for range maxWaiting / l.size {
			m.post(l)
		}
		if m.ended || len(m.letters) != maxWaiting/l.size {
			t.Errorf("%s: ended with no more than 1 MiB waiting", name)
		}
		m.post(l)
		if !m.ended || m.letters != nil {
			t.Errorf("%s: more than 1 MiB waits", name)
		}
	}
}

func TestAMemberThatOnlyPingsAndDoesNotReadIsEnded(t *testing.T) {
	conn, client := socketPair(t)
	m := &member{sending: true} // As it is while what sends is held up.
	m.arrive(conn)
	go client.sendsRaw(bytes.Repeat([]byte{0x89, 0x80, 0, 0, 0, 0}, maxWaiting/pongSize+1)...)
	if code := m.hear(); code != 0 || !m.ended {
		t.Errorf("ended %v, with %d", m.ended, code)
	}
}

func TestAnIdleMemberIsCheap(t *testing.T) {
	const members = 1000
	_, base := openHouse(t)
	clients := make([]guest, members)
	for i := range clients {
		conn, _, err := (&websocket.Dialer{ReadBufferSize: 125, WriteBufferSize: 125}).Dial(base+"r", nil)
		if err != nil {
			t.Fatal(err)
		}
		clients[i] = guest{conn, t}
		defer conn.Close()
	}
	clients[0].says("hello")
	for i, g := range clients[1:] {
		if got := g.hears(); got != (delivered{"r", 1, "hello"}) {
			t.Fatalf("%d: got %+v", i, got)
		}
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	// With the client's own part, which is of the same process.
	if each := (m.HeapInuse + m.StackInuse) / members; each > 12<<10 {
		t.Errorf("%d bytes a member", each)
	}
	t.Logf("heap %d, stacks %d, goroutines %d", m.HeapInuse/members, m.StackInuse/members, runtime.NumGoroutine())
}

// serving is the whole service, stopped by stop.
func serving(t *testing.T) (a *api, base string, stop func() error) {
	a = &api{}
	address := make(chan string, 1)
	server := &http.Server{Addr: "127.0.0.1:0", Handler: a.routes(), BaseContext: func(l net.Listener) context.Context {
		address <- l.Addr().String()
		return context.Background()
	}}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, server, &a.chat) }()
	return a, "ws://" + <-address + "/chat?room=", func() error {
		cancel()
		return <-ended
	}
}

func TestWhenTheServiceStopsAllMembersAreTold1001(t *testing.T) {
	a, base, stop := serving(t)
	var guests []guest
	for i := range 40 {
		guests = append(guests, enter(t, base+fmt.Sprint("r", i%3)))
	}
	early, ok := a.chat.join("r0") // It is about to get its 101.
	if !ok {
		t.Fatal("nobody may join")
	}
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	for _, g := range guests {
		g.mustEnd("stop", websocket.CloseGoingAway)
	}
	conn, client := socketPair(t)
	early.arrive(conn)
	go a.chat.attend(early)
	client.mustEnd("stop while joining", websocket.CloseGoingAway)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, ok := a.chat.join("r"); ok {
		t.Error("one may join what has stopped")
	}
}

func TestAMemberThatDoesNotReadDoesNotHoldUpTheStop(t *testing.T) {
	a, base, stop := serving(t)
	host, reader, deaf := enter(t, base+"r"), enter(t, base+"r"), enter(t, base+"r")
	if err := deaf.NetConn().(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
		t.Fatal(err)
	}
	// In step with one that reads, so that the other is not ended meanwhile.
	for waiting := 0; waiting < 100_000; waiting = mostWaiting(&a.chat, "r") {
		host.says(strings.Repeat("x", 1000))
		reader.hears()
	}
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	host.mustEnd("stop", websocket.CloseGoingAway)
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * shutdownTimeout):
		t.Error("the service does not end")
	}
}

func mostWaiting(c *chat, name string) (most int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for m := range c.rooms[name].members {
		m.mu.Lock()
		most = max(most, m.waiting)
		m.mu.Unlock()
	}
	return most
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// guest is a client of the chat, over a real connection.
type guest struct {
	*websocket.Conn
	t *testing.T
}

// openHouse is a service with a chat.
func openHouse(t *testing.T) (a *api, base string) {
	a = &api{}
	service := httptest.NewServer(a.routes())
	t.Cleanup(service.Close)
	return a, "ws" + strings.TrimPrefix(service.URL, "http") + "/chat?room="
}

func enter(t *testing.T, url string) guest {
	t.Helper()
	conn, response, err := (&websocket.Dialer{EnableCompression: true, Subprotocols: []string{"soap"}}).Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Sec-Websocket-Extensions", "Sec-Websocket-Protocol"} {
		if got := response.Header.Get(name); got != "" {
			t.Errorf("%s: %s was agreed on", name, got)
		}
	}
	t.Cleanup(func() { conn.Close() })
	// No test depends on it; it ends one that would wait for ever.
	if err := conn.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return guest{conn, t}
}

func (g guest) says(text string) {
	g.t.Helper()
	if err := g.WriteJSON(map[string]any{"text": text, "more": []int{1}}); err != nil {
		g.t.Error(err)
	}
}

func (g guest) hears() delivered {
	g.t.Helper()
	kind, message, err := g.ReadMessage()
	var d delivered
	if err != nil || kind != websocket.TextMessage || json.Unmarshal(message, &d) != nil {
		g.t.Fatalf("got %d %q, %v", kind, message, err)
	}
	return d
}

// mustHear expects one message and no other before it.
func (g guest) mustHear(want delivered) {
	g.t.Helper()
	if got := g.hears(); got != want {
		g.t.Errorf("got %+v, want %+v", got, want)
	}
}

// mustEnd expects a close of this code, and no message before it.
func (g guest) mustEnd(name string, code int) {
	g.t.Helper()
	_, message, err := g.ReadMessage()
	if closed, ok := errors.AsType[*websocket.CloseError](err); !ok || closed.Code != code {
		g.t.Errorf("%s: got %q, %v, want a close of %d", name, message, err, code)
	}
}

func (g guest) closes(code int) {
	g.t.Helper()
	if err := g.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Time{}); err != nil {
		g.t.Error(err)
	}
	g.mustEnd(fmt.Sprintf("closed with %d", code), code)
}

// sendsRaw sends bytes as they are, below the protocol.
func (g guest) sendsRaw(frames ...byte) {
	g.t.Helper()
	if _, err := g.NetConn().Write(frames); err != nil {
		g.t.Error(err)
	}
}

// properUpgrade is the head of a request for a WebSocket, with one line changed.
func properUpgrade(name, instead string) map[string]string {
	header := map[string]string{
		"Connection": "keep-alive, Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
	}
	if name != "" {
		header[name] = instead
	}
	return header
}

func refusal(t *testing.T, a *api, url string, header map[string]string) (status int, answered http.Header, body string) {
	t.Helper()
	request := httptest.NewRequest("GET", url, nil)
	for name, value := range header {
		request.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	a.routes().ServeHTTP(recorder, request)
	return recorder.Code, recorder.Header(), recorder.Body.String()
}

package main

import (
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

// upgrader negotiates no sub-protocol and no extension. Without a size of its
// own for reading, each connection would keep the two 4 KiB buffers of
// net/http; without a pool for writing, it would have 4 KiB of its own.
var upgrader = websocket.Upgrader{
	ReadBufferSize:  512,
	WriteBufferPool: &sync.Pool{},
	// There are no cookies here that a foreign page could make use of.
	CheckOrigin: func(*http.Request) bool { return true },
	Error: func(w http.ResponseWriter, _ *http.Request, status int, reason error) {
		respond(w, status, problem{reason.Error()})
	},
}

func (a *api) getChat(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("room")
	if !isRoomName(name) {
		respond(w, http.StatusBadRequest, problem{"room must have 1 to 32 characters of a-z, 0-9 and -"})
		return
	}
	if !websocket.IsWebSocketUpgrade(r) {
		w.Header().Set("Connection", "Upgrade")
		w.Header().Set("Upgrade", "websocket")
		respond(w, http.StatusUpgradeRequired, problem{"the chat takes WebSockets only"})
		return
	}
	// The library would answer 400.
	if r.Header.Get("Sec-Websocket-Version") != "13" {
		w.Header().Set("Sec-Websocket-Version", "13")
		respond(w, http.StatusUpgradeRequired, problem{"the chat speaks version 13 only"})
		return
	}
	m, ok := a.chat.join(name)
	if !ok {
		respond(w, http.StatusServiceUnavailable, problem{"stopping"})
		return
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		a.chat.leave(m)
		return
	}
	m.arrive(conn)
	// Not here: what net/http keeps for the request ends with this function.
	go a.chat.attend(m)
}

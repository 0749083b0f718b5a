package main

import (
	"errors"
	"io"
	"log"
	"net"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// maxSaid is the most a message of a member may have, in bytes.
	maxSaid = 16 << 10
	// maxWaiting is how many bytes may wait for a member that does not read.
	maxWaiting = 1 << 20
	// pongSize is what each pong counts as among them, even an empty one.
	pongSize = 125
	// partingTimeout bounds both the last word and the wait for its answer.
	partingTimeout = time.Second
)

// letter is what waits for a member: a message of its room, or else a pong.
type letter struct {
	message *websocket.PreparedMessage
	pong    string
	size    int
}

// member is a connection in a room. While nothing waits for it, it costs one
// goroutine and a small buffer, both for reading: whoever posts to it starts
// what sends, and that ends with the last letter.
type member struct {
	room *room

	mu        sync.Mutex
	conn      *websocket.Conn // nil until the client has its 101
	letters   []letter
	waiting   int // bytes, with those of the letter that is being sent
	sending   bool
	ended     bool // nothing more is sent
	dismissed bool
}

// arrive gives the member its connection, and what has come for it meanwhile.
func (m *member) arrive(conn *websocket.Conn) {
	conn.SetReadLimit(maxSaid)
	conn.SetPingHandler(func(payload string) error {
		m.post(letter{pong: payload, size: pongSize})
		return nil
	})
	// The default would answer before the member has left its room.
	conn.SetCloseHandler(func(int, string) error { return nil })

	m.mu.Lock()
	defer m.mu.Unlock()
	m.conn = conn
	switch {
	case m.ended:
		cut(conn)
	case m.dismissed:
		go m.tell(websocket.CloseGoingAway)
	case len(m.letters) > 0:
		m.sending = true
		go m.send()
	}
}

// post never waits. A member for which too much does is cut off.
func (m *member) post(l letter) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ended {
		return
	}
	if m.waiting+l.size > maxWaiting {
		m.ended, m.letters = true, nil
		if m.conn != nil {
			cut(m.conn)
		}
		return
	}
	m.waiting += l.size
	m.letters = append(m.letters, l)
	if m.conn != nil && !m.sending {
		m.sending = true
		go m.send()
	}
}

func (m *member) send() {
	for l, ok := m.next(0); ok; l, ok = m.next(l.size) {
		var err error
		if l.message != nil {
			err = m.conn.WritePreparedMessage(l.message)
		} else {
			err = m.conn.WriteControl(websocket.PongMessage, []byte(l.pong), time.Time{})
		}
		if err != nil {
			// Closed by either side; hear sees the same end.
			m.mu.Lock()
			defer m.mu.Unlock()
			m.ended, m.letters = true, nil
			return
		}
	}
}

// next takes off what has been sent and gives what is to be sent now.
func (m *member) next(sent int) (l letter, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting -= sent
	if len(m.letters) == 0 {
		m.letters, m.sending = nil, false
		return letter{}, false
	}
	l = m.letters[0]
	m.letters[0] = letter{} // The array may live on; what was sent must not.
	m.letters = m.letters[1:]
	return l, true
}

// hear passes on what the member says until its connection ends. The code is
// what remains to be told it, or 0.
func (m *member) hear() (code int) {
	for {
		kind, reader, err := m.conn.NextReader()
		if err != nil {
			return codeOf(err)
		}
		if kind != websocket.TextMessage {
			return websocket.CloseUnsupportedData
		}
		message, err := io.ReadAll(reader)
		if err != nil {
			return codeOf(err)
		}
		text, code := textOf(message)
		if code != 0 {
			return code
		}
		if err := m.room.say(m, text); err != nil {
			log.Printf("chat: %v", err)
			return websocket.CloseInternalServerErr
		}
	}
}

// codeOf is the answer to a close. Where the connection just ended there is
// none, and a message that is too large, or no frame at all, the library has
// answered itself.
func codeOf(err error) int {
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok && closed.Code != websocket.CloseAbnormalClosure {
		return closed.Code
	}
	return 0
}

// dismiss tells the member that the service ends. Its answer ends hear.
func (m *member) dismiss() {
	m.mu.Lock()
	m.dismissed = true
	arrived := m.conn != nil
	m.mu.Unlock()
	if arrived {
		m.tell(websocket.CloseGoingAway)
	}
}

// tell sends a close. One that cannot be sent any more is none the member misses.
func (m *member) tell(code int) {
	_ = m.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(partingTimeout))
}

// part ends the connection. What the client is still sending is thrown away
// for a while: closing on unread bytes resets the connection, and the client
// could lose the close code to that.
func (m *member) part(code int) {
	defer m.conn.Close()
	if code != 0 {
		m.tell(code)
	}
	conn, ok := m.conn.NetConn().(*net.TCPConn)
	if !ok || conn.CloseWrite() != nil {
		return
	}
	if conn.SetReadDeadline(time.Now().Add(partingTimeout)) == nil {
		_, _ = io.Copy(io.Discard, conn)
	}
}

// cut ends a connection by a reset. A plain close would have the kernel keep
// what it could not send, for a client that does not take it.
func cut(conn *websocket.Conn) {
	if tcp, ok := conn.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

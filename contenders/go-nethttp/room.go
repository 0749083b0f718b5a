package main

import (
	"encoding/json"
	"sync"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// room is where what one member says is delivered to all others.
type room struct {
	name    string
	mu      sync.Mutex
	members map[*member]struct{}
	seq     int64
}

// said is what a member sends. A pointer tells null and nothing from "".
type said struct {
	Text *string `json:"text"`
}

// delivered is what the others get of it.
type delivered struct {
	Room string `json:"room"`
	Seq  int64  `json:"seq"`
	Text string `json:"text"`
}

// textOf reads what a member sent. Where that is refused, code is the close
// code to tell.
func textOf(message []byte) (text string, code int) {
	if !utf8.Valid(message) {
		return "", websocket.CloseInvalidFramePayloadData
	}
	var s said
	if json.Unmarshal(message, &s) != nil || s.Text == nil || !hasLength(*s.Text, 1, 1000) {
		return "", websocket.ClosePolicyViolation
	}
	return *s.Text, 0
}

// say numbers the text and puts it before all members but its sender, in the
// one order that the lock makes. It is encoded and framed once, and handing it
// to a member never waits. One who is no member any more is not heard.
func (r *room) say(from *member, text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, isMember := r.members[from]; !isMember {
		return nil
	}
	r.seq++
	payload, err := json.Marshal(delivered{r.name, r.seq, text})
	if err != nil {
		return err
	}
	message, err := websocket.NewPreparedMessage(websocket.TextMessage, payload)
	if err != nil {
		return err
	}
	for m := range r.members {
		if m != from {
			m.post(letter{message: message, size: len(payload)})
		}
	}
	return nil
}

func isRoomName(s string) bool {
	if len(s) < 1 || len(s) > 32 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && !isDigit(c) && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

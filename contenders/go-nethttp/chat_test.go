package main

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

func TestWhatOneSaysAllOthersOfTheRoomHear(t *testing.T) {
	_, base := openHouse(t)
	a, b, c, elsewhere := enter(t, base+"r-1"), enter(t, base+"r-1"), enter(t, base+"r-1"), enter(t, base+"r-2")
	a.says("one")
	b.mustHear(delivered{"r-1", 1, "one"})
	c.mustHear(delivered{"r-1", 1, "one"})
	b.says("two")
	a.mustHear(delivered{"r-1", 2, "two"}) // and not its own before that
	c.mustHear(delivered{"r-1", 2, "two"})
	elsewhere.closes(websocket.CloseNormalClosure)
}

func TestATextArrivesUnchanged(t *testing.T) {
	_, base := openHouse(t)
	a, b := enter(t, base+"r"), enter(t, base+"r")
	for i, text := range []string{
		"🪴 é", `"quoted" \back\`, "a\r\nb\tc", "\x00", "</script>&", "\u2028\u2029", " ", "7", "null", "\U0010ffff",
		strings.Repeat("🪴", 1000), strings.Repeat("x", 1000),
	} {
		a.says(text)
		b.mustHear(delivered{"r", int64(i + 1), text})
	}
	if err := a.WriteMessage(websocket.TextMessage, []byte(`{"text":"`+strings.Repeat(`\ud83e\udeb4`, 1000)+`"}`)); err != nil {
		t.Fatal(err)
	}
	b.mustHear(delivered{"r", 13, strings.Repeat("🪴", 1000)})
}

func TestAllHearTheMessagesOfARoomInOneOrderWithoutGaps(t *testing.T) {
	const senders, each = 4, 200
	_, base := openHouse(t)
	var speakers, listeners []guest
	for range senders {
		speakers, listeners = append(speakers, enter(t, base+"r")), append(listeners, enter(t, base+"r"))
	}
	heard := make([][]delivered, senders)
	var all sync.WaitGroup
	for s := range senders {
		all.Go(func() {
			for i := range each {
				speakers[s].says(fmt.Sprintf("%d %d", s, i))
			}
		})
		all.Go(func() {
			for before, i := int64(0), 0; i < (senders-1)*each; i++ {
				got := speakers[s].hears()
				if got.Seq <= before || strings.HasPrefix(got.Text, fmt.Sprint(s, " ")) {
					t.Errorf("%d heard %+v after %d", s, got, before)
				}
				before = got.Seq
			}
		})
		all.Go(func() {
			for range senders * each {
				heard[s] = append(heard[s], listeners[s].hears())
			}
		})
	}
	all.Wait()
	var next [senders]int
	for i, d := range heard[0] {
		var s, n int
		if _, err := fmt.Sscan(d.Text, &s, &n); err != nil || d.Seq != int64(i+1) || n != next[s] || d != heard[1][i] || d != heard[2][i] {
			t.Fatalf("message %d: %+v, %+v, %+v", i, d, heard[1][i], heard[2][i])
		}
		next[s]++
	}
}

func TestARoomIsForgottenOnceItsLastMemberSeesItsCloseAnswered(t *testing.T) {
	_, base := openHouse(t)
	for range 200 {
		a, b := enter(t, base+"r"), enter(t, base+"r")
		a.says("first")
		b.mustHear(delivered{"r", 1, "first"})
		a.closes(websocket.CloseNormalClosure)
		b.says("to nobody")
		b.closes(websocket.CloseGoingAway)
	}
}

func TestWhatBreaksARuleClosesWithItsCodeAndNobodyElseNotices(t *testing.T) {
	_, base := openHouse(t)
	host, witness := enter(t, base+"r"), enter(t, base+"r")
	text, binary := websocket.TextMessage, websocket.BinaryMessage
	for i, of := range []struct {
		name    string
		kind    int
		message string
		code    int
	}{
		{"no JSON", text, "hello", 1008},
		{"nothing", text, "", 1008},
		{"JSON and more", text, `{"text":"a"} b`, 1008},
		{"a list", text, `["a"]`, 1008},
		{"null", text, `null`, 1008},
		{"no text", text, `{"txt":"a"}`, 1008},
		{"a text of null", text, `{"text":null}`, 1008},
		{"a number for a text", text, `{"text":7}`, 1008},
		{"an empty text", text, `{"text":""}`, 1008},
		{"1001 characters", text, `{"text":"` + strings.Repeat("🪴", 1001) + `"}`, 1008},
		{"binary", binary, `{"text":"a"}`, 1003},
		{"no UTF-8", text, "{\"text\":\"\xff\"}", 1007},
		{"half a surrogate", text, "{\"text\":\"\xed\xa0\x80\"}", 1007},
		{"16 KiB, and no rule", text, strings.Repeat(" ", maxSaid), 1008},
		{"more than 16 KiB", text, `{"text":"a"}` + strings.Repeat(" ", maxSaid), 1009},
		{"8 MiB", text, strings.Repeat(" ", 8<<20), 1009},
	} {
		g := enter(t, base+"r")
		go g.WriteMessage(of.kind, []byte(of.message)) // In part, it may never be taken.
		g.mustEnd(of.name, of.code)
		host.says(of.name)
		witness.mustHear(delivered{"r", int64(i + 1), of.name})
	}
}

func TestFramesThatAreNoneCloseWith1002(t *testing.T) {
	_, base := openHouse(t)
	for name, frames := range map[string][]byte{
		"without a mask":                        {0x81, 0x01, 'a'},
		"a reserved bit":                        {0xc1, 0x80, 0, 0, 0, 0},
		"an unknown kind":                       {0x83, 0x80, 0, 0, 0, 0},
		"more of nothing":                       {0x80, 0x80, 0, 0, 0, 0},
		"a ping in pieces":                      {0x09, 0x80, 0, 0, 0, 0},
		"a close code of 1005":                  {0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed},
		"a new message within another":          {0x01, 0x80, 0, 0, 0, 0, 0x81, 0x80, 0, 0, 0, 0},
		"a ping of more than 125 bytes":         append([]byte{0x89, 0xfe, 0, 126, 0, 0, 0, 0}, make([]byte, 126)...),
		"a close with a reason that is no text": {0x88, 0x83, 0, 0, 0, 0, 0x03, 0xe8, 0xff},
	} {
		g := enter(t, base+"r")
		g.sendsRaw(frames...)
		g.mustEnd(name, websocket.CloseProtocolError)
	}
}

func TestPiecesArePutTogetherAndPingsAnsweredBetweenThem(t *testing.T) {
	_, base := openHouse(t)
	a, b := enter(t, base+"r"), enter(t, base+"r")
	pongs := make(chan string, 2)
	a.SetPongHandler(func(payload string) error { pongs <- payload; return nil })
	a.sendsRaw(append([]byte{0x01, 0x8a, 0, 0, 0, 0}, `{"text":"a`...)...)
	a.sendsRaw(0x89, 0x80, 0, 0, 0, 0)
	a.sendsRaw(append([]byte{0x00, 0x80, 0, 0, 0, 0, 0x80, 0x83, 0, 0, 0, 0}, `b"}`...)...)
	a.sendsRaw(0x89, 0x83, 0, 0, 0, 0, 'h', 'i', 0)
	b.mustHear(delivered{"r", 1, "ab"})
	b.says("done")
	a.mustHear(delivered{"r", 2, "done"})
	go func() {
		_, _, _ = a.ReadMessage() // The second pong may come before or after what b said.
		close(pongs)
	}()
	if first, second := <-pongs, <-pongs; first != "" || second != "hi\x00" {
		t.Errorf("got %q, %q", first, second)
	}
}

func TestACloseIsAnsweredWithItsCode(t *testing.T) {
	_, base := openHouse(t)
	for _, code := range []int{1000, 1001, 1008, 3000, 4999, websocket.CloseNoStatusReceived} {
		enter(t, base+"r").closes(code)
	}
}

func TestWhatIsNoWebSocketIsRefused(t *testing.T) {
	proper := properUpgrade("", "")
	for name, of := range map[string]struct {
		url    string
		header map[string]string
		status int
	}{
		"a plain request":  {"/chat?room=r", nil, 426},
		"another protocol": {"/chat?room=r", properUpgrade("Upgrade", "h2c"), 426},
		"an old version":   {"/chat?room=r", properUpgrade("Sec-WebSocket-Version", "8"), 426},
		"no key":           {"/chat?room=r", properUpgrade("Sec-WebSocket-Key", ""), 400},
		"no room":          {"/chat", proper, 400},
		"an empty room":    {"/chat?room=", proper, 400},
		"a capital letter": {"/chat?room=R", proper, 400},
		"a space":          {"/chat?room=a+b", proper, 400},
		"33 letters":       {"/chat?room=" + strings.Repeat("r", 33), proper, 400},
	} {
		status, header, body := refusal(t, &api{}, of.url, of.header)
		if status != of.status || header.Get("Content-Type") != jsonType || !strings.HasPrefix(body, `{"error":"`) {
			t.Errorf("%s: got %d %v %s", name, status, header, body)
		}
		if version := header.Get("Sec-WebSocket-Version"); name == "an old version" && version != "13" {
			t.Errorf("%s: the version told is %q", name, version)
		}
	}
	_, base := openHouse(t)
	header := http.Header{"Origin": {"https://elsewhere.example"}}
	conn, _, err := websocket.DefaultDialer.Dial(base+strings.Repeat("r", 29)+"-09", header)
	if err != nil {
		t.Fatal(err)
	}
	guest{conn, t}.closes(1000)
}

func TestAMemberIsInTheRoomBeforeItKnows(t *testing.T) {
	a, base := openHouse(t)
	host := enter(t, base+"r")
	for i := range int64(100) {
		g := enter(t, base+"r")
		host.says("welcome")
		g.mustHear(delivered{"r", i + 1, "welcome"})
		g.NetConn().Close()
	}
	// The same, with all the time in the world between joining and the 101.
	m, ok := a.chat.join("r")
	if !ok {
		t.Fatal("nobody may join")
	}
	witness := enter(t, base+"r")
	host.says("early")
	witness.mustHear(delivered{"r", 101, "early"})
	arrived := make(chan struct{})
	conn, client := socketPair(t)
	go func() {
		m.arrive(conn)
		go a.chat.attend(m)
		close(arrived)
	}()
	<-arrived
	client.mustHear(delivered{"r", 101, "early"})
	host.says("late")
	client.mustHear(delivered{"r", 102, "late"})
}

func TestNothingIsLeftOfAMemberThatIsGone(t *testing.T) {
	a, base := openHouse(t)
	for _, ending := range []func(guest){
		func(g guest) { g.NetConn().Close() },
		func(g guest) { g.closes(1000) },
		func(g guest) { g.sendsRaw(0x82, 0x80, 0, 0, 0, 0) },
		func(g guest) { g.sendsRaw(0x81, 0x81, 0, 0, 0, 0, 'x') },
		func(g guest) { g.sendsRaw(bytes.Repeat([]byte{0xff}, 100)...); g.NetConn().Close() },
	} {
		ending(enter(t, base+"r"))
		if status, _, _ := refusal(t, a, "/chat?room=r", properUpgrade("Sec-WebSocket-Key", "")); status != http.StatusBadRequest {
			t.Errorf("got %d", status)
		}
		a.chat.present.Wait()
		if len(a.chat.rooms) != 0 {
			t.Errorf("left: %v", a.chat.rooms)
		}
	}
}

package main

import (
	"net/http"
	"strconv"
	"time"
)

const tickInterval = 10 * time.Millisecond

type tick struct {
	Seq   int64   `json:"seq"`
	Price float64 `json:"price"`
}

// tickAt is the tick of a number. Its price is exact in integers up to the
// division, whose shortest decimal has no more than two places.
func tickAt(seq int64) tick {
	return tick{seq, float64(seq*7919%100_000) / 100}
}

func (a *api) getTicks(w http.ResponseWriter, r *http.Request) {
	start, count, ok := span(w, r, "count", 100)
	if !ok {
		return
	}
	answer, err := beginEvents(w)
	if err != nil {
		return
	}
	// Each is due by the answer's start, not by the one before it: one that is
	// late shifts none of the others.
	began := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for i := range count {
		timer.Reset(time.Until(began.Add(time.Duration(i) * tickInterval)))
		select {
		case <-r.Context().Done():
			return
		case <-timer.C:
		}
		seq := start + i
		if answer.send("id: "+strconv.FormatInt(seq, 10)+"\n", tickAt(seq)) != nil {
			return
		}
	}
}

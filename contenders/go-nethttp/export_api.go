package main

import (
	"net/http"
	"time"
)

func (a *api) getExport(w http.ResponseWriter, r *http.Request) {
	start, rows, ok := span(w, r, "rows", 1_000_000)
	if !ok {
		return
	}
	control := http.NewResponseController(w)
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.WriteHeader(http.StatusOK)
	// Without this, a short export would be sent with its length.
	if control.Flush() != nil {
		return
	}
	// An error means that the client is gone; there is nobody left to tell.
	_ = writeExport(patient{w, control}, start, rows)
}

// patient gives each piece the time that other answers have as a whole: an
// export takes as long as its reader does. Its end is seen by writing and not
// by the request's context, which is over when the time for reading is.
type patient struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (p patient) Write(piece []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(messageTimeout))
	return p.w.Write(piece)
}

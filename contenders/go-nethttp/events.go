package main

import (
	"encoding/json"
	"net/http"
)

// events is an answer of server-sent events, each of which leaves at once.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// beginEvents sends the answer's head, so that the client knows before there
// is anything to tell.
func beginEvents(w http.ResponseWriter) (events, error) {
	e := events{w, http.NewResponseController(w)}
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	return e, e.control.Flush()
}

// send sends one event: the lines before its data, such as its id, and the
// data as JSON. An error means that the client is gone.
func (e events) send(before string, data any) error {
	encoded, err := json.Marshal(data)
	if err != nil {
		return err
	}
	event := make([]byte, 0, len(before)+len(encoded)+len("data: \n\n"))
	event = append(event, before...)
	event = append(event, "data: "...)
	event = append(event, encoded...)
	event = append(event, "\n\n"...)
	if _, err := e.w.Write(event); err != nil {
		return err
	}
	return e.control.Flush()
}

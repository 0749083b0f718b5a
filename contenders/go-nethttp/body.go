package main

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
)

const maxBody = 1 << 20

// ruled is a request that says which of its rules is broken, or "".
type ruled interface {
	brokenRule() string
}

// decoder reads a body into request. Where it fails, status is what the client
// is answered: 400 for what is no JSON, 422 for JSON of another form.
type decoder func(body []byte, request any) (status int, err error)

func decodeJSON(body []byte, request any) (status int, err error) {
	if err := json.Unmarshal(body, request); err != nil {
		if _, malformed := errors.AsType[*json.SyntaxError](err); malformed {
			return http.StatusBadRequest, err
		}
		return http.StatusUnprocessableEntity, err
	}
	return http.StatusOK, nil
}

// accepted reads the request's body into request. Where it is refused, the
// refusal has been answered.
func accepted(w http.ResponseWriter, r *http.Request, request ruled) bool {
	return acceptedBy(decodeJSON, w, r, request)
}

func acceptedBy(decode decoder, w http.ResponseWriter, r *http.Request, request ruled) bool {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		respond(w, http.StatusUnsupportedMediaType, problem{"the body must be application/json"})
		return false
	}
	// Unmarshal, not Decoder.Decode: the latter takes one value and leaves
	// what follows it unread, so `{…} garbage` would pass for JSON.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		status := http.StatusBadRequest
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			status = http.StatusRequestEntityTooLarge
		}
		respond(w, status, problem{err.Error()})
		return false
	}
	if status, err := decode(body, request); err != nil {
		respond(w, status, problem{err.Error()})
		return false
	}
	if broken := request.brokenRule(); broken != "" {
		respond(w, http.StatusUnprocessableEntity, problem{broken})
		return false
	}
	return true
}

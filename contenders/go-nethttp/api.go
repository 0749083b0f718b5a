package main

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"mime"
	"net/http"
	"strconv"
)

const maxBody = 1 << 20

// api answers the routes. Without a database users and tokens are nil and
// GET /user answers 503.
type api struct {
	users  *users
	tokens *tokens
}

type problem struct {
	Error string `json:"error"`
}

type greeting struct {
	Message string `json:"message"`
}

type health struct {
	Status string `json:"status"`
}

func (a *api) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, health{Status: "ok"})
	})
	mux.HandleFunc("GET /hello", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, greeting{Message: "Hello, World!"})
	})
	mux.HandleFunc("POST /orders", a.postOrder)
	mux.HandleFunc("GET /user", a.getUser)
	return mux
}

func (a *api) postOrder(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		respond(w, http.StatusUnsupportedMediaType, problem{"the body must be application/json"})
		return
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
		return
	}
	var o order
	if err := json.Unmarshal(body, &o); err != nil {
		status := http.StatusUnprocessableEntity
		if _, malformed := errors.AsType[*json.SyntaxError](err); malformed {
			status = http.StatusBadRequest
		}
		respond(w, status, problem{err.Error()})
		return
	}
	if broken := o.brokenRule(); broken != "" {
		respond(w, http.StatusUnprocessableEntity, problem{broken})
		return
	}
	respond(w, http.StatusOK, priceOrder(&o))
}

func (a *api) getUser(w http.ResponseWriter, r *http.Request) {
	if a.users == nil {
		respond(w, http.StatusServiceUnavailable, problem{"no database configured"})
		return
	}
	email, ok := a.tokens.verifiedEmail(r.Header.Get("Authorization"))
	if !ok {
		respond(w, http.StatusUnauthorized, problem{"unauthorized"})
		return
	}
	found, err := a.users.byEmail(r.Context(), email)
	switch {
	case errors.Is(err, errNoUser):
		respond(w, http.StatusNotFound, problem{"not found"})
	case err != nil:
		log.Printf("GET /user: %v", err)
		respond(w, http.StatusInternalServerError, problem{"internal error"})
	default:
		respond(w, http.StatusOK, found)
	}
}

// respond writes value as JSON with its length, so that no answer is chunked.
func respond(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		log.Printf("encoding %T: %v", value, err)
		status, body = http.StatusInternalServerError, []byte(`{"error":"internal error"}`)
	}
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A failed write means the client is gone; there is nobody left to tell.
	_, _ = w.Write(body)
}

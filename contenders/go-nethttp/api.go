package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"strconv"
)

// api answers the routes. A part that is nil was not asked for; its routes
// answer 503.
type api struct {
	users  *users
	tokens *tokens
	shop   *shop
	stock  *stockroom
	cache  *feedCache
	chat   chat // always there
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
	mux.HandleFunc("POST /duplicates", a.postDuplicates)
	mux.HandleFunc("GET /ticks/{start}", a.getTicks)
	mux.HandleFunc("GET /export/{start}", a.getExport)
	mux.HandleFunc("GET /chat", a.getChat)
	mux.HandleFunc("GET /user", whereConfigured(a.users != nil, a.getUser))
	mux.HandleFunc("GET /feed/{n}", whereConfigured(a.cache != nil, a.getFeed))
	mux.HandleFunc("GET /cache", whereConfigured(a.cache != nil, a.getCache))
	mux.HandleFunc("GET /availability/{sku}", whereConfigured(a.stock != nil, a.getAvailability))
	mux.HandleFunc("POST /agents/stock", whereConfigured(a.stock != nil, a.postAgents))
	mux.HandleFunc("GET /products/{id}", whereConfigured(a.shop != nil, a.getProduct))
	mux.HandleFunc("GET /checkouts/{id}", whereConfigured(a.shop != nil, a.getCheckout))
	mux.HandleFunc("POST /checkouts", whereConfigured(a.shop != nil, a.postCheckout))
	return mux
}

func whereConfigured(configured bool, handler http.HandlerFunc) http.HandlerFunc {
	if configured {
		return handler
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusServiceUnavailable, problem{"not configured"})
	}
}

func (a *api) postOrder(w http.ResponseWriter, r *http.Request) {
	var o order
	if acceptedBy(decodeOrder, w, r, &o) {
		respondBy(encodeOrder, w, http.StatusOK, priceOrder(&o))
	}
}

func (a *api) postDuplicates(w http.ResponseWriter, r *http.Request) {
	var b batch
	if accepted(w, r, &b) {
		respond(w, http.StatusOK, findDuplicates(b.Names, *b.Limit))
	}
}

func (a *api) getUser(w http.ResponseWriter, r *http.Request) {
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
		fail(w, r, err)
	default:
		respond(w, http.StatusOK, found)
	}
}

// fail answers what no client can help. A client that went away is no failure,
// and there is nobody left to answer.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	log.Printf("%s: %v", r.Pattern, err)
	respond(w, http.StatusInternalServerError, problem{"internal error"})
}

// respond writes value as JSON with its length, so that no answer is chunked.
func respond(w http.ResponseWriter, status int, value any) {
	respondBy(json.Marshal, w, status, value)
}

func respondBy(encode func(any) ([]byte, error), w http.ResponseWriter, status int, value any) {
	body, err := encode(value)
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

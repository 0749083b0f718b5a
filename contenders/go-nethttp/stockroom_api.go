package main

import (
	"context"
	"errors"
	"log"
	"net/http"
)

func (a *api) getAvailability(w http.ResponseWriter, r *http.Request) {
	sku := r.PathValue("sku")
	if !hasForm(sku, "", 1, 6) {
		respond(w, http.StatusBadRequest, problem{"the sku must be 1 to 6 digits"})
		return
	}
	found, err := a.stock.availability(r.Context(), sku)
	switch {
	case err == nil:
		respond(w, http.StatusOK, found)
	case errors.Is(err, errNoArticle):
		respond(w, http.StatusNotFound, problem{"not found"})
	case errors.Is(err, context.Canceled):
		// The client is gone; there is nobody left to answer.
	case errors.Is(err, context.DeadlineExceeded):
		respond(w, http.StatusGatewayTimeout, problem{"gateway timeout"})
	default:
		log.Printf("%s: %v", r.Pattern, err)
		respond(w, http.StatusBadGateway, problem{"bad gateway"})
	}
}

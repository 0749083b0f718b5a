package main

import (
	"net/http"
	"strconv"
)

type feedAnswer struct {
	Feed    string      `json:"feed"`
	Entries []feedEntry `json:"entries"`
}

func (a *api) getFeed(w http.ResponseWriter, r *http.Request) {
	given := r.PathValue("n")
	if !hasForm(given, "", 1, 10) {
		respond(w, http.StatusBadRequest, problem{"the feed must be 1 to 10 digits"})
		return
	}
	n, err := strconv.ParseUint(given, 10, 64)
	if err != nil {
		fail(w, r, err)
		return
	}
	respond(w, http.StatusOK, feedAnswer{given, a.cache.feed(n)})
}

func (a *api) getCache(w http.ResponseWriter, _ *http.Request) {
	respond(w, http.StatusOK, a.cache.state())
}

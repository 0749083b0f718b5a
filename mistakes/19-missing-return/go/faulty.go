package main

import "net/http"

func remove(items map[string]string, w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("User") != "admin" {
		http.Error(w, "forbidden", http.StatusForbidden)
	}
	delete(items, r.URL.Path)
	w.WriteHeader(http.StatusNoContent)
}

package main

import (
	"net/http"
	"strconv"
)

// span reads what a stream is asked for: the path's start, and how many from
// there on, 1 to most. Where it is refused, the refusal has been answered.
func span(w http.ResponseWriter, r *http.Request, name string, most int64) (start, many int64, ok bool) {
	from, given := r.PathValue("start"), r.URL.Query().Get(name)
	if !hasForm(from, "", 1, 9) {
		respond(w, http.StatusBadRequest, problem{"the start must be 1 to 9 digits"})
		return 0, 0, false
	}
	start, startErr := strconv.ParseInt(from, 10, 64)
	many, manyErr := strconv.ParseInt(given, 10, 64)
	if !hasForm(given, "", 1, len(given)) || startErr != nil || manyErr != nil || many < 1 || many > most {
		respond(w, http.StatusBadRequest, problem{name + " must be 1 to " + strconv.FormatInt(most, 10)})
		return 0, 0, false
	}
	return start, many, true
}

package main

import "net/http"

func (a *api) postAgents(w http.ResponseWriter, r *http.Request) {
	var e errand
	if !accepted(w, r, &e) {
		return
	}
	answer, err := beginEvents(w)
	if err != nil {
		return
	}
	// The request's context ends when the client goes away and when this
	// returns, and all agents that are still out end with it.
	outcomes := a.stock.sendAgents(r.Context(), e.SKUs)
	var told tally
	for range e.SKUs {
		select {
		case <-r.Context().Done():
			return
		case o := <-outcomes:
			if o.failed {
				told.Failed++
			} else {
				told.Answered++
			}
			if answer.send("", o.event) != nil {
				return
			}
		}
	}
	_ = answer.send("", told) // A client that is gone by now misses nothing.
}

package main

import "testing"

func TestAnOrderIsInTheStore(t *testing.T) {
	for _, lines := range [][]string{{"tea", "cup"}, {}} {
		store := &Store{}
		if got := placeOrder(store, lines); got != len(lines) {
			t.Errorf("got %d, want %d", got, len(lines))
		}
		if got := store.Count(); got != len(lines) {
			t.Errorf("in the store: got %d, want %d", got, len(lines))
		}
	}
}

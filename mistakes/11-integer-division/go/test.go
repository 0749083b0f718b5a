package main

import "testing"

func TestPercentDone(t *testing.T) {
	if got := percentDone(1, 4); got != 25 {
		t.Errorf("got %d, want 25", got)
	}
	if got := percentDone(0, 4); got != 0 {
		t.Errorf("got %d, want 0", got)
	}
}

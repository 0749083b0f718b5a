package main

import "testing"

func TestDropExpired(t *testing.T) {
	if got := dropExpired([]Session{{20}, {5}, {30}}, 10); got != 2 {
		t.Errorf("one of three expired: got %d left, want 2", got)
	}
	if got := dropExpired([]Session{{20}}, 10); got != 1 {
		t.Errorf("none expired: got %d left, want 1", got)
	}
}

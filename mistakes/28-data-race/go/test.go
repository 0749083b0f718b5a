package main

import "testing"

func TestCountVisits(t *testing.T) {
	if got := countVisits(2, 1); got != 2 {
		t.Errorf("two visitors of one page: got %d", got)
	}
	if got := countVisits(0, 1); got != 0 {
		t.Errorf("nobody: got %d", got)
	}
}

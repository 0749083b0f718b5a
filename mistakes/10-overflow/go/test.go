package main

import "testing"

func TestLineTotal(t *testing.T) {
	for quantity, want := range map[int]int{4: 1000, 0: 0} {
		got, err := lineTotal(250, quantity)
		if err != nil || got != want {
			t.Errorf("%d of 250: got %d, %v; want %d", quantity, got, err, want)
		}
	}
}

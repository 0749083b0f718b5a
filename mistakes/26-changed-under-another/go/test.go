package main

import "testing"

func TestMedian(t *testing.T) {
	if got := median([]int{30, 10, 20}); got != 20 {
		t.Errorf("of three: got %d, want 20", got)
	}
	if got := median([]int{30}); got != 30 {
		t.Errorf("of one: got %d, want 30", got)
	}
}

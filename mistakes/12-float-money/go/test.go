package main

import "testing"

func TestIsPaid(t *testing.T) {
	if !isPaid([]float64{10.5, 4.5}, 15) {
		t.Error("paid in two parts, and not seen as paid")
	}
	if isPaid(nil, 15) {
		t.Error("nothing paid, and seen as paid")
	}
}

package main

import "testing"

func TestFinalPrice(t *testing.T) {
	if got := finalPrice(100, 0); got != 100 {
		t.Errorf("without a coupon: got %d, want 100", got)
	}
	if got := finalPrice(100, 30); got != 70 {
		t.Errorf("with a coupon: got %d, want 70", got)
	}
}

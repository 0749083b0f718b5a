package main

import "testing"

func TestACouponIsRedeemedOnce(t *testing.T) {
	coupons := &Coupons{redeemed: map[string]bool{}}
	if got := coupons.redeem("SPRING"); got != "redeemed" {
		t.Errorf("first: got %q", got)
	}
	if got := coupons.redeem("SPRING"); got != "refused" {
		t.Errorf("second: got %q", got)
	}
}

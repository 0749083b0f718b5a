package main

import "testing"

func TestRefund(t *testing.T) {
	for _, amount := range []int{30, 0} {
		accounts := map[string]int{"shop": 100, "ann": 100}
		refund(accounts, "ann", amount)
		if accounts["ann"] != 100+amount || accounts["shop"] != 100-amount {
			t.Errorf("after a refund of %d: %v", amount, accounts)
		}
	}
}

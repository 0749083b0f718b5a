package main

import "testing"

func TestTransfer(t *testing.T) {
	for _, amount := range []int{30, 0} {
		ann, bob := &Account{number: 1, balance: 100}, &Account{number: 2, balance: 100}
		transfer(ann, bob, amount)
		if ann.balance != 100-amount || bob.balance != 100+amount {
			t.Errorf("a transfer of %d: %d and %d are left", amount, ann.balance, bob.balance)
		}
	}
}

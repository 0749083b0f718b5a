package main

import "testing"

func TestTheManagerApproves(t *testing.T) {
	bob := &Person{Name: "Bob", Manager: &Person{Name: "Head"}}
	if got := approverOf(&Person{Name: "Ann", Manager: bob}); got != "Bob" {
		t.Errorf("got %q, want Bob", got)
	}
	if got := approverOf(bob); got != "Head" {
		t.Errorf("got %q, want Head", got)
	}
}

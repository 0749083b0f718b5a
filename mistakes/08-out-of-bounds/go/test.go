package main

import "testing"

func TestTheValueStandsBehindTheMark(t *testing.T) {
	if got := valueOf("port = 80"); got != "80" {
		t.Errorf("got %q, want 80", got)
	}
}

func TestAValueMayBeEmpty(t *testing.T) {
	if got := valueOf("prefix ="); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

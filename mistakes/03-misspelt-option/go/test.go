package main

import "testing"

func TestReportsAreReadFromTheReplica(t *testing.T) {
	if got := poolForReports().Host; got != "replica" {
		t.Errorf("got %q, want replica", got)
	}
}

func TestWhatIsNotSetHasItsDefault(t *testing.T) {
	if got := poolWith(Settings{}); got != (Settings{Host: "primary", TimeoutMs: 5000}) {
		t.Errorf("got %+v", got)
	}
}

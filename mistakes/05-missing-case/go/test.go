package main

import "testing"

func TestWordFor(t *testing.T) {
	if got := wordFor(Paid); got != "being packed" {
		t.Errorf("got %q, want being packed", got)
	}
	if got := wordFor(Sent); got != "on its way" {
		t.Errorf("got %q, want on its way", got)
	}
}

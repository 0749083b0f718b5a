package main

import "testing"

func TestPreview(t *testing.T) {
	if got := preview("Good morning"); got != "Good mor" {
		t.Errorf("a long text is cut: got %q", got)
	}
	if got := preview("Hi"); got != "Hi" {
		t.Errorf("a short text is not: got %q", got)
	}
}

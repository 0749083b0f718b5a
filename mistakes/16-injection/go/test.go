package main

import "testing"

func TestComment(t *testing.T) {
	if got := comment("Ann", "Well done"); got != "<p><b>Ann</b>: Well done</p>" {
		t.Errorf("plain words: got %q", got)
	}
	if got := comment("Ann", ""); got != "<p><b>Ann</b>: </p>" {
		t.Errorf("an empty comment: got %q", got)
	}
}

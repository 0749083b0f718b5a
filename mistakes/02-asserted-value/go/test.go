package main

import "testing"

func TestTheTokenStandsBehindTheWordBearer(t *testing.T) {
	if got := tokenOf(map[string]string{"authorization": "Bearer abc"}); got != "abc" {
		t.Errorf("got %q, want abc", got)
	}
}

func TestARequestWithoutTheHeaderHasNoToken(t *testing.T) {
	if got := tokenOf(map[string]string{}); got != "none" {
		t.Errorf("got %q, want none", got)
	}
}

package main

import "testing"

func TestDepthOf(t *testing.T) {
	managers := map[string]string{"ann": "bob", "bob": "head"}
	if got := depthOf(managers, "ann"); got != 2 {
		t.Errorf("two steps from the head: got %d", got)
	}
	if got := depthOf(managers, "head"); got != 0 {
		t.Errorf("the head itself: got %d", got)
	}
}

package main

import "testing"

func TestIsSupported(t *testing.T) {
	if !isSupported("2.4", "2.3") || isSupported("1.9", "2.3") {
		t.Error("newer versions are supported, older ones not")
	}
	if !isSupported("2.3", "2.3") {
		t.Error("the oldest itself is supported")
	}
}

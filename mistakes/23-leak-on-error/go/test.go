package main

import "testing"

func TestANumberIsRead(t *testing.T) {
	if got, err := readCounter(&Pool{}, "42"); err != nil || got != 42 {
		t.Errorf("got %d, %v", got, err)
	}
}

func TestAMalformedOneIsRefused(t *testing.T) {
	if got, err := readCounter(&Pool{}, "many"); err == nil {
		t.Errorf("got %d and no error", got)
	}
}

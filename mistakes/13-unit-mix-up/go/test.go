package main

import (
	"testing"
	"time"
)

func TestASessionIsLiveForAWhile(t *testing.T) {
	start := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
	if !isLive(start, start) {
		t.Error("not live when it starts")
	}
	if isLive(start, start.Add(time.Hour)) {
		t.Error("live an hour later")
	}
}

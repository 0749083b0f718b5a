package main

import (
	"mistakes/server"
	"time"
)

func main() {
	s := server.Start()
	start := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
	s.Request("after half a minute", func() any { return isLive(start, start.Add(30*time.Second)) })
	s.End()
}

package main

import "time"

const lengthSeconds = 60

func isLive(startedAt, now time.Time) bool {
	end := startedAt.Add(lengthSeconds * time.Second)
	return !now.After(end)
}

package main

import "time"

const lengthSeconds = 60

func isLive(startedAt, now time.Time) bool {
	end := startedAt.Add(lengthSeconds)
	return !now.After(end)
}

package main

import (
	"sync"
	"sync/atomic"
)

func countVisits(visitors, pages int) int {
	var visits atomic.Int64
	var visiting sync.WaitGroup
	for range visitors {
		visiting.Go(func() {
			own := 0
			for range pages {
				own++
			}
			visits.Add(int64(own))
		})
	}
	visiting.Wait()
	return int(visits.Load())
}

package main

import "sync"

func countVisits(visitors, pages int) int {
	visits := 0
	var visiting sync.WaitGroup
	for range visitors {
		visiting.Go(func() {
			for range pages {
				visits++
			}
		})
	}
	visiting.Wait()
	return visits
}

package main

import "slices"

func median(scores []int) int {
	sorted := slices.Sorted(slices.Values(scores))
	return sorted[len(sorted)/2]
}

package main

import "slices"

func median(scores []int) int {
	slices.Sort(scores)
	return scores[len(scores)/2]
}

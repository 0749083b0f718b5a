package main

import "mistakes/server"

func main() {
	s := server.Start()
	scores := []int{30, 10, 20}
	s.Request("the median", func() any { return median(scores) })
	s.Request("the first", func() any { return scores[0] })
	s.End()
}

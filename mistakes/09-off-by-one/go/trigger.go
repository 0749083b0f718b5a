package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("first page", func() any { return page([]int{1, 2, 3, 4, 5}, 1, 2) })
	s.End()
}

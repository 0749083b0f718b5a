package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("no link", func() any {
		queue := make(chan string, 1)
		queue <- "nonsense"
		return firstHost(queue)
	})
	s.End()
}

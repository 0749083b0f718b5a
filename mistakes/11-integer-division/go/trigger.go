package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("one of four", func() any { return percentDone(1, 4) })
	s.End()
}

package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("a script", func() any { return comment("Eve", "<script>steal()</script>") })
	s.End()
}

package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("no mark", func() any { return valueOf("verbose") })
	s.End()
}

package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("returned", func() any { return wordFor(Returned) })
	s.End()
}

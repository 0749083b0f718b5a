package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("two in a row", func() any { return dropExpired([]Session{{20}, {5}, {6}, {30}}, 10) })
	s.End()
}

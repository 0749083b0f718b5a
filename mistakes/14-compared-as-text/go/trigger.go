package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("2.10 where 2.9 is the oldest", func() any { return isSupported("2.10", "2.9") })
	s.End()
}

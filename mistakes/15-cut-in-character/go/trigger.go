package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("a picture at the cut", func() any { return preview("Welcome🎉 Ann") })
	s.End()
}

package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("sixth project of a team", func() any { return mayAddProject("team", 5) })
	s.End()
}

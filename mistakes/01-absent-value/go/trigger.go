package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("head", func() any { return approverOf(&Person{Name: "Head"}) })
	s.End()
}

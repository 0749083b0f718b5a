package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("no header", func() any { return tokenOf(map[string]string{}) })
	s.End()
}

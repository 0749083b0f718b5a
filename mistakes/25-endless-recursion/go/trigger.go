package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("a circle", func() any { return depthOf(map[string]string{"ann": "bob", "bob": "ann"}, "ann") })
	s.End()
}

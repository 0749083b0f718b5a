package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.TryRequest("very much", func() (any, error) { return lineTotal(3_000_000_001, 4_000_000_001) })
	s.End()
}

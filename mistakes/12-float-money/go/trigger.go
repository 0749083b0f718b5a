package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("0.10 and 0.20 of 0.30", func() any { return isPaid([]float64{0.1, 0.2}, 0.3) })
	s.End()
}

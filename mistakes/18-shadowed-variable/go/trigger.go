package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("with a coupon", func() any { return finalPrice(100, 30) })
	s.End()
}

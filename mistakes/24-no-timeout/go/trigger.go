package main

import (
	"mistakes/server"
	"net"
)

func main() {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	s := server.Start()
	s.TryRequest("a silent service", func() (any, error) { return askPrice("http://" + silent.Addr().String()) })
	s.End()
}

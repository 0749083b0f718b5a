package main

import "mistakes/server"

func main() {
	s := server.Start()
	pool := &Pool{}
	for _, label := range []string{"first", "second", "third"} {
		s.TryRequest(label, func() (any, error) { return readCounter(pool, "many") })
	}
	s.EndWith(pool.taken)
}

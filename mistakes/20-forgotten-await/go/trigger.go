package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("an order of two lines", func() any {
		store := &Store{}
		placeOrder(store, []string{"tea", "cup"})
		return store.Count()
	})
	s.End()
}

package main

import "mistakes/server"

func main() {
	s := server.Start()
	accounts := map[string]int{"shop": 100, "ann": 100}
	s.Request("refund", func() any {
		refund(accounts, "ann", 30)
		return accounts["ann"]
	})
	s.End()
}

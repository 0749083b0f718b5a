package main

import (
	"mistakes/server"
	"sync"
)

func main() {
	s := server.Start()
	s.Request("both ways at once", func() any {
		ann, bob := &Account{number: 1, balance: 100}, &Account{number: 2, balance: 100}
		var both sync.WaitGroup
		both.Go(func() { transfer(ann, bob, 30) })
		both.Go(func() { transfer(bob, ann, 10) })
		both.Wait()
		return []int{ann.balance, bob.balance}
	})
	s.End()
}

package main

import (
	"mistakes/server"
	"slices"
)

func main() {
	s := server.Start()
	s.Request("twice at once", func() any {
		coupons := &Coupons{redeemed: map[string]bool{}}
		answers := make(chan string)
		for range 2 {
			go func() { answers <- coupons.redeem("SPRING") }()
		}
		both := []string{<-answers, <-answers}
		slices.Sort(both)
		return both
	})
	s.End()
}

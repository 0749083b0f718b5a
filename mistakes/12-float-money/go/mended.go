package main

import "math"

func cents(amount float64) int {
	return int(math.Round(amount * 100))
}

func isPaid(payments []float64, due float64) bool {
	paid := 0
	for _, payment := range payments {
		paid += cents(payment)
	}
	return paid == cents(due)
}

package main

func isPaid(payments []float64, due float64) bool {
	paid := 0.0
	for _, payment := range payments {
		paid += payment
	}
	return paid == due
}

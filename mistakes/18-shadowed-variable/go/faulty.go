package main

func finalPrice(listed, reduction int) int {
	price := listed
	if reduction > 0 {
		price := listed - reduction
	}
	return price
}

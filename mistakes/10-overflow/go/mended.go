package main

import "errors"

func lineTotal(price, quantity int) (int, error) {
	if quantity < 0 {
		return 0, errors.New("quantity below zero")
	}
	total := price * quantity
	if quantity != 0 && total/quantity != price {
		return 0, errors.New("total too large")
	}
	return total, nil
}

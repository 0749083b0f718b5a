package main

import "errors"

func lineTotal(price, quantity int) (int, error) {
	if quantity < 0 {
		return 0, errors.New("quantity below zero")
	}
	return price * quantity, nil
}

package main

func move(accounts map[string]int, from, to string, amount int) {
	accounts[from] -= amount
	accounts[to] += amount
}

func refund(accounts map[string]int, customer string, amount int) {
	move(accounts, "shop", customer, amount)
}

package main

import (
	"sync"
	"time"
)

type Account struct {
	mutex   sync.Mutex
	number  int
	balance int
}

func readRow() { time.Sleep(20 * time.Millisecond) }

func transfer(from, to *Account, amount int) {
	first, second := from, to
	if to.number < from.number {
		first, second = to, from
	}
	first.mutex.Lock()
	defer first.mutex.Unlock()
	readRow()
	second.mutex.Lock()
	defer second.mutex.Unlock()
	from.balance -= amount
	to.balance += amount
}

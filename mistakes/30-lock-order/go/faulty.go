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
	from.mutex.Lock()
	defer from.mutex.Unlock()
	readRow()
	to.mutex.Lock()
	defer to.mutex.Unlock()
	from.balance -= amount
	to.balance += amount
}

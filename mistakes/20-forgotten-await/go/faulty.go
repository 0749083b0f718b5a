package main

import (
	"sync"
	"time"
)

type Store struct {
	mutex sync.Mutex
	lines []string
}

func (s *Store) Save(line string) {
	time.Sleep(5 * time.Millisecond)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.lines = append(s.lines, line)
}

func (s *Store) Count() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return len(s.lines)
}

func placeOrder(store *Store, lines []string) int {
	for _, line := range lines {
		go store.Save(line)
	}
	return len(lines)
}

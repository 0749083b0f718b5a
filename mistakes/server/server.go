// Package server is what a trigger's requests meet in Go; server.ts says what it does.
package server

import (
	"fmt"
	"os"
	"time"
)

type Server struct{}

func Start() *Server {
	// A server lives on, whatever its requests wait for; without this, Go would end a program all of whose goroutines wait.
	go func() {
		for {
			time.Sleep(time.Second)
		}
	}()
	return &Server{}
}

func (s *Server) Request(label string, answer func() any) {
	s.TryRequest(label, func() (any, error) { return answer(), nil })
}

// TryRequest runs answer as net/http runs a handler: in a goroutine of its own, with a recover around it.
func (s *Server) TryRequest(label string, answer func() (any, error)) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if reason := recover(); reason != nil {
				fmt.Printf("failed %s: panic: %v\n", label, reason)
			}
		}()
		value, err := answer()
		if err != nil {
			fmt.Printf("failed %s: %v\n", label, err)
			return
		}
		fmt.Printf("answer %s: %#v\n", label, value)
	}()
	<-done
}

func (s *Server) End() { s.EndWith(0) }

// EndWith says how much the requests left taken, and that the process is alive.
func (s *Server) EndWith(taken int) {
	fmt.Printf("left taken: %d\nalive\n", taken)
	os.Exit(0)
}

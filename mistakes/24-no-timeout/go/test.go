package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestTheServiceAnswers(t *testing.T) {
	for _, price := range []int{250, 0} {
		service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, price) }))
		got, err := askPrice(service.URL)
		service.Close()
		if err != nil || got != price {
			t.Errorf("got %d, %v; want %d", got, err, price)
		}
	}
}

package main

import "testing"

func TestFirstHost(t *testing.T) {
	for _, link := range []string{"https://shop.example/cart", "https://shop.example"} {
		queue := make(chan string, 1)
		queue <- link
		if got := firstHost(queue); got != "shop.example" {
			t.Errorf("the host of %s: got %q", link, got)
		}
	}
}

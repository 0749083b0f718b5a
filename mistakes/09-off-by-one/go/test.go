package main

import (
	"slices"
	"testing"
)

func TestPages(t *testing.T) {
	items := []int{1, 2, 3, 4, 5}
	if got := page(items, 1, 2); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("first page: got %v", got)
	}
	if got := page(items, 3, 2); !slices.Equal(got, []int{5}) {
		t.Errorf("last page: got %v", got)
	}
}

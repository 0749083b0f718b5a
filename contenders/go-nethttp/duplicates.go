package main

import (
	"cmp"
	"fmt"
	"slices"
)

// batch is the request's type. Limit is a pointer, so that a missing one is
// told from 0.
type batch struct {
	Names []string `json:"names"`
	Limit *int     `json:"limit"`
}

type duplicates struct {
	Compared    int             `json:"compared"`
	DistanceSum int             `json:"distanceSum"`
	Pairs       []duplicatePair `json:"pairs"`
}

type duplicatePair struct {
	A        int `json:"a"`
	B        int `json:"b"`
	Distance int `json:"distance"`
}

const longestName = 64

func (b *batch) brokenRule() string {
	switch {
	case len(b.Names) < 2 || len(b.Names) > 200:
		return "names must be 2 to 200"
	case b.Limit == nil || *b.Limit < 0 || *b.Limit > 10:
		return "limit must be 0 to 10"
	}
	for i, name := range b.Names {
		if !isPlainName(name) {
			return fmt.Sprintf("names[%d] must have 1 to %d characters of a-z, 0-9 and space", i, longestName)
		}
	}
	return ""
}

func isPlainName(s string) bool {
	if len(s) < 1 || len(s) > longestName {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != ' ' && !isDigit(c) && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// findDuplicates compares each name with each other one and lists the pairs
// within limit, the closest first. It computes in the goroutine that calls it:
// the scheduler preempts it, so other requests do not wait for its end.
func findDuplicates(names []string, limit int) duplicates {
	found := duplicates{Pairs: []duplicatePair{}}
	var rows editRows
	for i, a := range names {
		for j := i + 1; j < len(names); j++ {
			d := rows.distance(a, names[j])
			found.Compared++
			found.DistanceSum += d
			if d <= limit {
				found.Pairs = append(found.Pairs, duplicatePair{i, j, d})
			}
		}
	}
	slices.SortFunc(found.Pairs, func(p, q duplicatePair) int {
		return cmp.Or(cmp.Compare(p.Distance, q.Distance), cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B))
	})
	return found
}

// editRows are the two rows of the table that distance fills, made once for
// all pairs of a request.
type editRows [2][longestName + 1]int

// distance is the Levenshtein distance by the plain dynamic programme: the
// whole table for each pair, row by row, even for equal names. What ends early
// or leaves cells out would do other work than the contract's.
func (rows *editRows) distance(a, b string) int {
	above, row := rows[0][:len(b)+1], rows[1][:len(b)+1]
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			substituted := above[j]
			if a[i] != b[j] {
				substituted++
			}
			row[j+1] = min(substituted, above[j+1]+1, row[j]+1)
		}
		above, row = row, above
	}
	return above[len(b)]
}

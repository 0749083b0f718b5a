package main

import "strconv"

// entry is what the cache holds: ordinary objects, each with a life of its own
// for the collector to follow.
type entry struct {
	id      int
	name    string
	score   uint32
	tags    []string
	history []int
	reads   int
}

const historyLength = 16

func newEntry(id int) *entry {
	e := &entry{
		id:      id,
		name:    "entry-" + strconv.Itoa(id),
		score:   uint32(id) * 2654435761,
		tags:    make([]string, 0, 4),
		history: make([]int, historyLength),
	}
	for _, factor := range [...]int{1, 7, 13, 31} {
		e.tags = append(e.tags, "t"+strconv.Itoa(id*factor%97))
	}
	for k := range e.history {
		e.history[k] = (int(e.score) + k*k) % 1000
	}
	return e
}

// feedEntry is an entry as it was when it was read. The tags are shared with
// it: they never change.
type feedEntry struct {
	ID     int      `json:"id"`
	Name   string   `json:"name"`
	Score  uint32   `json:"score"`
	Tags   []string `json:"tags"`
	Recent int      `json:"recent"`
	Reads  int      `json:"reads"`
}

func (e *entry) read() feedEntry {
	e.reads++
	return feedEntry{e.id, e.name, e.score, e.tags, e.history[historyLength-1], e.reads}
}

// feedID is the id at place j of feed n, from 1 to ids: the finaliser of
// murmur3, in 32 bits.
func feedID(n uint64, j, ids int) int {
	x := uint32(n) + uint32(j)*0x9e3779b9
	x ^= x >> 16
	x *= 0x85ebca6b
	x ^= x >> 13
	x *= 0xc2b2ae35
	x ^= x >> 16
	return 1 + int(x)%ids
}

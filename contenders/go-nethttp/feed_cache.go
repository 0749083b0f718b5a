package main

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

const feedLength = 8

// feedCache holds the entries that were read last. simplelru and not lru.Cache:
// the latter locks each call on its own, and a lookup with its miss, its
// counters and its reads must be one.
type feedCache struct {
	mu       sync.Mutex
	entries  *simplelru.LRU[int, *entry]
	capacity int
	counts   cacheCounts
}

// cacheCounts is what happened since the cache was filled.
type cacheCounts struct {
	Hits      int `json:"hits"`
	Misses    int `json:"misses"`
	Evictions int `json:"evictions"`
}

type cacheState struct {
	Capacity int `json:"capacity"`
	Entries  int `json:"entries"`
	cacheCounts
}

// newFeedCache fills a cache with the entries 1 to capacity, of which 1 is the
// first to go.
func newFeedCache(capacity int) (*feedCache, error) {
	entries, err := simplelru.NewLRU[int, *entry](capacity, nil)
	if err != nil {
		return nil, err
	}
	for id := 1; id <= capacity; id++ {
		entries.Add(id, newEntry(id))
	}
	return &feedCache{entries: entries, capacity: capacity}, nil
}

// feed reads the entries of feed n. The lock is taken once for all of them:
// they are some microseconds of work, and the answer is encoded after it.
func (c *feedCache) feed(n uint64) []feedEntry {
	read := make([]feedEntry, feedLength)
	c.mu.Lock()
	defer c.mu.Unlock()
	for j := range read {
		read[j] = c.lookup(feedID(n, j, 2*c.capacity)).read()
	}
	return read
}

// lookup gives an entry, made anew where it is not held. The caller has the lock.
func (c *feedCache) lookup(id int) *entry {
	if held, ok := c.entries.Get(id); ok {
		c.counts.Hits++
		return held
	}
	c.counts.Misses++
	// Add would evict only after it has put the new one in: one too many.
	if c.entries.Len() == c.capacity {
		c.entries.RemoveOldest()
		c.counts.Evictions++
	}
	made := newEntry(id)
	c.entries.Add(id, made)
	return made
}

func (c *feedCache) state() cacheState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return cacheState{c.capacity, c.entries.Len(), c.counts}
}

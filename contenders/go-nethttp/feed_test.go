package main

import (
	"reflect"
	"sync"
	"testing"
)

func cacheOf(t *testing.T, capacity int) *feedCache {
	t.Helper()
	c, err := newFeedCache(capacity)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnEntryFollowsFromItsID(t *testing.T) {
	// 83292 * 2654435761 mod 2^32 = 1231909020
	got := newEntry(83292)
	want := &entry{83292, "entry-83292", 1231909020, []string{"t66", "t74", "t82", "t9"},
		[]int{20, 21, 24, 29, 36, 45, 56, 69, 84, 101, 120, 141, 164, 189, 216, 245}, 0}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// The score is below 2^32, the sum with k * k need not be.
func TestAHistoryDoesNotWrapAround(t *testing.T) {
	for id := 1; id < 1<<22; id++ {
		score := uint32(id) * 2654435761
		if score < 1<<32-100 {
			continue
		}
		if got, want := newEntry(id).history[15], int((uint64(score)+225)%1000); got != want {
			t.Errorf("id %d: got %d, want %d", id, got, want)
		}
		return
	}
	t.Fatal("no id has a score this large")
}

func TestTheIDsOfAFeedAreScattered(t *testing.T) {
	for n, want := range map[uint64][]int{
		31:         {83292, 1651, 62331, 190758, 104404, 180350, 126211, 92860},
		31 + 1<<32: {83292, 1651, 62331, 190758, 104404, 180350, 126211, 92860},
		0:          {1, 323855, 316020, 327757, 320, 322604, 40606, 393744},
		9999999999: {392228, 346905, 288471, 110450, 299958, 306509, 32702, 240546},
	} {
		for j, id := range want {
			if got := feedID(n, j, 400_000); got != id {
				t.Errorf("feed %d, place %d: got %d, want %d", n, j, got, id)
			}
		}
	}
}

func TestTheLeastRecentlyUsedEntryGoesFirst(t *testing.T) {
	c := cacheOf(t, 3)
	for _, id := range []int{1, 4, 2, 1, 3, 1} { // 4 evicts 2, 2 evicts 3, 3 evicts 4
		c.lookup(id).read()
	}
	if got, want := c.state(), (cacheState{3, 3, cacheCounts{3, 3, 3}}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := c.entries.Keys(); !reflect.DeepEqual(got, []int{2, 3, 1}) {
		t.Errorf("oldest first: %v", got)
	}
	if got := c.lookup(1).reads; got != 3 {
		t.Errorf("entry 1 was read %d times, want 3", got)
	}
	if got := c.lookup(4).reads; got != 0 {
		t.Errorf("an entry made anew has %d reads", got)
	}
}

func TestAFeedKeepsWhatItRead(t *testing.T) {
	c := cacheOf(t, 1) // ids 1 and 2 only: one feed reads them several times
	got := c.feed(0)
	for j, e := range got {
		want := 1
		if j > 0 && got[j-1].ID == e.ID {
			want = got[j-1].Reads + 1
		}
		if e.ID != feedID(0, j, 2) || e.Reads != want {
			t.Errorf("place %d: got %+v, want %d reads", j, e, want)
		}
	}
}

func TestFeedsAtOnceLoseNoCount(t *testing.T) {
	c := cacheOf(t, 50)
	var readers sync.WaitGroup
	for reader := range 8 {
		readers.Go(func() {
			for n := range 100 {
				c.feed(uint64(100*reader + n))
			}
		})
	}
	readers.Wait()
	s := c.state()
	if s.Hits+s.Misses != 8*100*feedLength || s.Evictions != s.Misses || s.Entries != 50 {
		t.Errorf("got %+v", s)
	}
}

func TestAFeedIsAnsweredAsItWasGiven(t *testing.T) {
	a := &api{cache: cacheOf(t, 1)}
	for path, want := range map[string]int{
		"/feed/0": 200, "/feed/0000000031": 200, "/feed/9999999999": 200, "/feed/00000000031": 400, "/feed/-1": 400,
		"/feed/1e3": 400, "/feed/%201": 400, "/feed/x": 400, "/feed/%D9%A3": 400, "/feed/": 404, "/feed/1/2": 404,
	} {
		if got := a.answerTo(t, "GET", path, "", ""); got.status != want {
			t.Errorf("%s: got %+v, want %d", path, got, want)
		}
	}
	a = &api{cache: cacheOf(t, 1)}
	if got, want := a.answerTo(t, "GET", "/cache", "", "").body, `{"capacity":1,"entries":1,"hits":0,"misses":0,"evictions":0}`; got != want {
		t.Errorf("got %s", got)
	}
	first := `{"feed":"007","entries":[{"id":`
	if got := a.answerTo(t, "GET", "/feed/007", "", "").body; len(got) < len(first) || got[:len(first)] != first {
		t.Errorf("got %s", got)
	}
}

package main

import (
	"context"
	"sync"
)

// chat is the rooms that have members, all in this one process. Its zero value
// is an empty one. Of two locks, chat's is taken before a room's.
type chat struct {
	mu       sync.Mutex
	rooms    map[string]*room
	stopping bool
	present  sync.WaitGroup
}

// join makes a member of the room of this name; there is one from its first
// member on. It is called before the client has its 101, so that whatever the
// room hears after that waits for the member. Nobody joins what is stopping.
func (c *chat) join(name string) (m *member, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopping {
		return nil, false
	}
	r := c.rooms[name]
	if r == nil {
		r = &room{name: name, members: map[*member]struct{}{}}
		if c.rooms == nil {
			c.rooms = map[string]*room{}
		}
		c.rooms[name] = r
	}
	m = &member{room: r}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.members[m] = struct{}{}
	c.present.Add(1)
	return m, true
}

// leave takes the member out of its room, which is forgotten with its last one.
func (c *chat) leave(m *member) {
	defer c.present.Done()
	c.mu.Lock()
	defer c.mu.Unlock()
	m.room.mu.Lock()
	defer m.room.mu.Unlock()
	delete(m.room.members, m)
	if len(m.room.members) == 0 {
		delete(c.rooms, m.room.name)
	}
}

// attend hears a member until it goes or breaks a rule. It is out of the room
// before it is told the close code: who has seen that finds the room without it.
func (c *chat) attend(m *member) {
	code := m.hear()
	c.leave(m)
	m.part(code)
}

// stop closes all connections and waits until they are gone or ctx is over.
func (c *chat) stop(ctx context.Context) {
	c.dismissAll()
	gone := make(chan struct{})
	go func() {
		c.present.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-ctx.Done():
	}
}

// dismissAll has a goroutine for each member: one that does not read must not
// hold up the others.
func (c *chat) dismissAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopping = true
	for _, r := range c.rooms {
		r.mu.Lock()
		for m := range r.members {
			go m.dismiss()
		}
		r.mu.Unlock()
	}
}

package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"sync"
	"testing"
)

// fakeUsers stands in for a database with one user. It counts what it is told.
type fakeUsers struct {
	mu                               sync.Mutex
	opened, prepared, executed, text int
}

func (f *fakeUsers) count(n *int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*n++
}

func (f *fakeUsers) Connect(context.Context) (driver.Conn, error) {
	f.count(&f.opened)
	return &fakeUsersConn{f}, nil
}

func (f *fakeUsers) Driver() driver.Driver { return nil }

type fakeUsersConn struct{ *fakeUsers }

func (c *fakeUsersConn) Prepare(string) (driver.Stmt, error) {
	c.count(&c.prepared)
	return c, nil
}
func (c *fakeUsersConn) Close() error              { return nil }
func (c *fakeUsersConn) Begin() (driver.Tx, error) { return nil, errors.ErrUnsupported }
func (c *fakeUsersConn) NumInput() int             { return 1 }

func (c *fakeUsersConn) Exec([]driver.Value) (driver.Result, error) {
	return nil, errors.ErrUnsupported
}

func (c *fakeUsersConn) Query(args []driver.Value) (driver.Rows, error) {
	c.count(&c.executed)
	return &fakeUserRows{found: args[0] == "a@x"}, nil
}

func (c *fakeUsersConn) QueryContext(_ context.Context, _ string, args []driver.NamedValue) (driver.Rows, error) {
	c.count(&c.text)
	return &fakeUserRows{found: args[0].Value == "a@x"}, nil
}

type fakeUserRows struct{ found bool }

func (*fakeUserRows) Columns() []string { return make([]string, 6) }
func (*fakeUserRows) Close() error      { return nil }

func (r *fakeUserRows) Next(row []driver.Value) error {
	if !r.found {
		return io.EOF
	}
	r.found = false
	copy(row, []driver.Value{[]byte("7"), "a@x", "Zoé", "O'Brien", "FR", []byte("-5")})
	return nil
}

func TestUsersAreReadByAStatementOfTheFormThatWasAskedFor(t *testing.T) {
	for _, of := range []struct {
		pool   int
		asText bool
		want   [4]int // opened, prepared, executed, sent as text
	}{
		// One for each connection at the start, then one for each of two reads.
		{pool: 10, want: [4]int{10, 10, 12, 0}},
		{pool: 2, want: [4]int{2, 2, 4, 0}},
		{pool: 3, asText: true, want: [4]int{3, 0, 0, 5}},
	} {
		fake := &fakeUsers{}
		db := sql.OpenDB(fake)
		db.SetMaxOpenConns(of.pool)
		db.SetMaxIdleConns(of.pool)
		u, err := newUsers(t.Context(), db, of.pool, of.asText)
		if err != nil {
			t.Fatal(err)
		}
		found, err := u.byEmail(t.Context(), "a@x")
		if want := (user{7, "a@x", "Zoé", "O'Brien", "FR", -5}); err != nil || found != want {
			t.Errorf("got %+v, %v", found, err)
		}
		if _, err := u.byEmail(t.Context(), "b@x"); !errors.Is(err, errNoUser) {
			t.Errorf("got error %v", err)
		}
		if err := u.Close(); err != nil {
			t.Error(err)
		}
		if got := [4]int{fake.opened, fake.prepared, fake.executed, fake.text}; got != of.want {
			t.Errorf("a pool of %d, as text %v: got %v, want %v", of.pool, of.asText, got, of.want)
		}
	}
}

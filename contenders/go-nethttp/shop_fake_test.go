package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

// fakeDatabase stands in for the database under database/sql: it answers the
// shop's statements from two tables that never change and keeps what it was told.
type fakeDatabase struct {
	mu       sync.Mutex
	told     []string
	prepared int
	opened   int
	closed   int
	// failures are answered, one each time, to what begins with their key.
	failures map[string][]error
	// during is called within what begins with its key.
	during map[string]func()
}

var (
	fakeBalances = map[int64]int64{1: 10_000, 2: 99}
	fakeProducts = map[int64][2]int64{3: {100, 5}, 7: {25, 50}, 9: {9, 11}} // price, stock
)

// shopOn opens a shop on the fake and forgets what opening it told.
func shopOn(t *testing.T, fake *fakeDatabase) *shop {
	t.Helper()
	db := sql.OpenDB(fake)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s, err := newShop(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	fake.told = nil
	return s
}

func (f *fakeDatabase) Connect(context.Context) (driver.Conn, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened++
	return &fakeConn{f}, nil
}

func (f *fakeDatabase) Driver() driver.Driver { return nil }

// tell keeps what the database is told and gives the failure set for it.
func (f *fakeDatabase) tell(statement string, args []driver.Value) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, arg := range args {
		statement = strings.Replace(statement, "?", fmt.Sprint(arg), 1)
	}
	f.told = append(f.told, statement)
	for start, call := range f.during {
		if strings.HasPrefix(statement, start) {
			call()
		}
	}
	for start, errs := range f.failures {
		if strings.HasPrefix(statement, start) && len(errs) > 0 {
			f.failures[start] = errs[1:]
			return errs[0]
		}
	}
	return nil
}

func (f *fakeDatabase) heard(statement string) (times int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, told := range f.told {
		if told == statement {
			times++
		}
	}
	return times
}

type fakeConn struct{ *fakeDatabase }

func (c *fakeConn) Prepare(query string) (driver.Stmt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prepared++
	return &fakeStmt{c.fakeDatabase, query}, nil
}

func (c *fakeConn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed++
	return nil
}

func (c *fakeConn) Begin() (driver.Tx, error) { return c, c.tell("BEGIN", nil) }
func (c *fakeConn) Commit() error             { return c.tell("COMMIT", nil) }
func (c *fakeConn) Rollback() error           { return c.tell("ROLLBACK", nil) }

type fakeStmt struct {
	*fakeDatabase
	query string
}

func (s *fakeStmt) Close() error  { return nil }
func (s *fakeStmt) NumInput() int { return strings.Count(s.query, "?") }

func (s *fakeStmt) Exec(args []driver.Value) (driver.Result, error) {
	return fakeResult{}, s.tell(s.query, args)
}

// fakeResult is that of a row written under the number 42.
type fakeResult struct{}

func (fakeResult) LastInsertId() (int64, error) { return 42, nil }
func (fakeResult) RowsAffected() (int64, error) { return 1, nil }

func (s *fakeStmt) Query(args []driver.Value) (driver.Rows, error) {
	if err := s.tell(s.query, args); err != nil {
		return nil, err
	}
	id := args[0].(int64)
	var rows [][]driver.Value
	balance, hasCustomer := fakeBalances[id]
	p, hasProduct := fakeProducts[id]
	switch {
	case strings.Contains(s.query, "FROM customers") && hasCustomer:
		rows = append(rows, []driver.Value{balance})
	case strings.Contains(s.query, "SELECT price_cents, stock FROM products") && hasProduct:
		rows = append(rows, []driver.Value{p[0], p[1]})
	case strings.Contains(s.query, "SELECT id, name") && hasProduct:
		rows = append(rows, []driver.Value{id, "Zoë's pan", p[0], p[1]})
	case strings.Contains(s.query, "FROM orders") && id == 42:
		rows = append(rows, []driver.Value{id, int64(1), int64(250)})
	case strings.Contains(s.query, "FROM order_lines") && id == 42:
		rows = append(rows, []driver.Value{int64(3), int64(2), int64(100)}, []driver.Value{int64(7), int64(2), int64(25)})
	}
	columns := strings.Count(s.query[:strings.Index(s.query, "FROM")], ",") + 1
	return &fakeRows{columns, rows}, nil
}

type fakeRows struct {
	columns int
	left    [][]driver.Value
}

func (r *fakeRows) Columns() []string { return make([]string, r.columns) }
func (r *fakeRows) Close() error      { return nil }

func (r *fakeRows) Next(into []driver.Value) error {
	if len(r.left) == 0 {
		return io.EOF
	}
	copy(into, r.left[0])
	r.left = r.left[1:]
	return nil
}

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

const selectByEmail = "SELECT id, email, first_name, last_name, country, balance_cents FROM users WHERE email = ?"

var errNoUser = errors.New("no such user")

type user struct {
	ID           uint64 `json:"id"`
	Email        string `json:"email"`
	FirstName    string `json:"firstName"`
	LastName     string `json:"lastName"`
	Country      string `json:"country"`
	BalanceCents int64  `json:"balanceCents"`
}

// users reads the users table through one statement: a prepared one, or one
// that is sent as text with the address escaped in it.
type users struct {
	db *sql.DB
	// lookup and lookupRow run the statement with an address.
	lookup    func(ctx context.Context, args ...any) (*sql.Rows, error)
	lookupRow func(ctx context.Context, args ...any) *sql.Row
}

// openUsers opens every connection of the pool and prepares the statement on
// each, unless it goes as text, so that no request pays for it.
func openUsers(ctx context.Context, rawURL string, pool int, asText bool) (*users, error) {
	config, err := mysqlConfig(rawURL)
	if err != nil {
		return nil, err
	}
	config.InterpolateParams = asText
	db, err := newPool(config, pool)
	if err != nil {
		return nil, err
	}
	return newUsers(ctx, db, pool, asText)
}

// newUsers takes db over: it closes it where it fails.
func newUsers(ctx context.Context, db *sql.DB, pool int, asText bool) (*users, error) {
	u := &users{db: db}
	if asText {
		u.lookup = func(ctx context.Context, args ...any) (*sql.Rows, error) {
			return db.QueryContext(ctx, selectByEmail, args...)
		}
		u.lookupRow = func(ctx context.Context, args ...any) *sql.Row {
			return db.QueryRowContext(ctx, selectByEmail, args...)
		}
	} else {
		statement, err := db.PrepareContext(ctx, selectByEmail)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("preparing the user query: %w", err), db.Close())
		}
		u.lookup, u.lookupRow = statement.QueryContext, statement.QueryRowContext
	}
	if err := u.warmUp(ctx, pool); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %d connections: %w", pool, err), db.Close())
	}
	return u, nil
}

// warmUp runs the query on all connections at once: rows left open hold their
// connection, so each query has to take another one.
func (u *users) warmUp(ctx context.Context, pool int) (err error) {
	for range pool {
		rows, queryErr := u.lookup(ctx, "")
		if queryErr != nil {
			return queryErr
		}
		defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	}
	return nil
}

// byEmail gives the user with this e-mail address, or errNoUser.
func (u *users) byEmail(ctx context.Context, email string) (found user, err error) {
	err = u.lookupRow(ctx, email).Scan(
		&found.ID, &found.Email, &found.FirstName, &found.LastName, &found.Country, &found.BalanceCents)
	if errors.Is(err, sql.ErrNoRows) {
		return user{}, errNoUser
	}
	return found, err
}

// Close ends all connections, and the statement with them.
func (u *users) Close() error {
	return u.db.Close()
}

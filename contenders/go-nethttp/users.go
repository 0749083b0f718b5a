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

// users reads the users table through one prepared statement.
type users struct {
	db     *sql.DB
	lookup *sql.Stmt
}

// openUsers opens every connection of the pool and prepares the statement on
// each, so that no request pays for it.
func openUsers(ctx context.Context, rawURL string) (*users, error) {
	config, err := mysqlConfig(rawURL)
	if err != nil {
		return nil, err
	}
	db, err := newPool(config)
	if err != nil {
		return nil, err
	}
	lookup, err := db.PrepareContext(ctx, selectByEmail)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("preparing the user query: %w", err), db.Close())
	}
	u := &users{db: db, lookup: lookup}
	if err := u.warmUp(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %d connections: %w", connections, err), u.Close())
	}
	return u, nil
}

// warmUp runs the query on all connections at once: rows left open hold their
// connection, so each query has to take another one.
func (u *users) warmUp(ctx context.Context) (err error) {
	for range connections {
		rows, queryErr := u.lookup.QueryContext(ctx, "")
		if queryErr != nil {
			return queryErr
		}
		defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	}
	return nil
}

// byEmail gives the user with this e-mail address, or errNoUser.
func (u *users) byEmail(ctx context.Context, email string) (found user, err error) {
	err = u.lookup.QueryRowContext(ctx, email).Scan(
		&found.ID, &found.Email, &found.FirstName, &found.LastName, &found.Country, &found.BalanceCents)
	if errors.Is(err, sql.ErrNoRows) {
		return user{}, errNoUser
	}
	return found, err
}

// Close ends the statement and all connections.
func (u *users) Close() error {
	return errors.Join(u.lookup.Close(), u.db.Close())
}

package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// settings is what the environment asks for. A part that is not asked for is
// the zero value: its routes answer 503.
type settings struct {
	cores        int
	host, port   string
	usersURL     string // the database of the users
	usersPool    int    // the size of their pool
	usersText    bool   // whether their statement is sent as text, not prepared
	tokenKey     tokenKey
	shopURL      string // the database of the shop
	cacheEntries int
	upstreamURL  string
	patienceMs   int // for the upstream's whole answer
}

// readSettings reads all of the environment before anything is opened, so that
// a mistake in it is told at once.
func readSettings(env func(string) string) (settings, error) {
	s := settings{host: cmp.Or(env("HOST"), "127.0.0.1"), port: cmp.Or(env("PORT"), "3000")}
	var err error
	if s.cores, err = wholeNumber("CORES", cmp.Or(env("CORES"), "1")); err != nil {
		return settings{}, err
	}
	if raw := env("CACHE_ENTRIES"); raw != "" {
		if s.cacheEntries, err = wholeNumber("CACHE_ENTRIES", raw); err != nil {
			return settings{}, err
		}
	}
	if raw := env("UPSTREAM_URL"); raw != "" {
		if s.upstreamURL, err = upstreamBase(raw); err != nil {
			return settings{}, err
		}
	}
	if s.patienceMs, err = wholeNumber("UPSTREAM_PATIENCE_MS", cmp.Or(env("UPSTREAM_PATIENCE_MS"), "2000")); err != nil {
		return settings{}, err
	}
	if err := s.readUsers(env); err != nil {
		return settings{}, err
	}
	if err := s.readDatabase(env("DATABASE_URL"), env("SHOP") == "on"); err != nil {
		return settings{}, err
	}
	return s, nil
}

// readUsers reads what is about the users alone: the key of their tokens and
// how they are read from their database.
func (s *settings) readUsers(env func(string) string) (err error) {
	s.tokenKey, err = readTokenKey(cmp.Or(env("JWT_ALGORITHM"), "HS256"), env("JWT_SECRET"), env("JWT_PUBLIC_KEY"))
	if err != nil {
		return err
	}
	switch statements := cmp.Or(env("DB_STATEMENTS"), "prepared"); statements {
	case "prepared", "text":
		s.usersText = statements == "text"
	default:
		return fmt.Errorf("DB_STATEMENTS must be prepared or text, not %q", statements)
	}
	s.usersPool, err = wholeNumber("DB_POOL", cmp.Or(env("DB_POOL"), strconv.Itoa(connections)))
	return err
}

// readDatabase says which parts use the database. A database that nobody uses
// is a mistake; a key without a database stays without effect.
func (s *settings) readDatabase(databaseURL string, shop bool) error {
	users := s.tokenKey != tokenKey{}
	switch {
	case shop && databaseURL == "":
		return errors.New("DATABASE_URL is missing: with SHOP=on it must be set")
	case databaseURL != "" && !users && !shop:
		return errors.New("DATABASE_URL is set, but nothing uses it: set JWT_SECRET (or JWT_ALGORITHM and JWT_PUBLIC_KEY) for the users, SHOP=on for the shop, or both")
	}
	if users {
		s.usersURL = databaseURL
	}
	if shop {
		s.shopURL = databaseURL
	}
	return nil
}

func wholeNumber(name, raw string) (int, error) {
	n, err := strconv.Atoi(raw)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s must be a whole number from 1, not %q", name, raw)
	}
	return n, nil
}

// upstreamBase is the URL that paths are put behind.
func upstreamBase(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("UPSTREAM_URL must have the form http://host:port")
	}
	return strings.TrimSuffix(raw, "/"), nil
}

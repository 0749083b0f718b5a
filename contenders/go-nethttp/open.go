package main

import (
	"context"
	"errors"
	"time"
)

// openAPI opens the parts that the settings ask for. Where one fails, those
// before it are closed.
func openAPI(ctx context.Context, s settings) (*api, error) {
	a := &api{}
	if err := a.open(ctx, s); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *api) open(ctx context.Context, s settings) (err error) {
	if s.usersURL != "" {
		if a.tokens, err = newTokens(s.tokenKey); err != nil {
			return err
		}
		if a.users, err = openUsers(ctx, s.usersURL, s.usersPool, s.usersText); err != nil {
			return err
		}
	}
	if s.shopURL != "" {
		if a.shop, err = openShop(ctx, s.shopURL); err != nil {
			return err
		}
	}
	if s.upstreamURL != "" {
		a.stock = newStockroom(s.upstreamURL, time.Duration(s.patienceMs)*time.Millisecond)
	}
	if s.cacheEntries > 0 {
		if a.cache, err = newFeedCache(s.cacheEntries); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the databases' connections.
func (a *api) Close() error {
	var err error
	if a.users != nil {
		err = a.users.Close()
	}
	if a.shop != nil {
		err = errors.Join(err, a.shop.Close())
	}
	return err
}

package main

import "strconv"

type Pool struct{ taken int }

type Connection struct{ pool *Pool }

func (p *Pool) take() *Connection {
	p.taken++
	return &Connection{p}
}

func (c *Connection) read(key string) (string, error) { return key, nil }

func (c *Connection) release() { c.pool.taken-- }

func readCounter(pool *Pool, key string) (int, error) {
	connection := pool.take()
	text, err := connection.read(key)
	if err != nil {
		return 0, err
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		return 0, err
	}
	connection.release()
	return number, nil
}

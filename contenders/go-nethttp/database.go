package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// connections is the size of a pool that nothing else is said of; all of them
// stay open.
const connections = 10

// mysqlConfig reads mysql://user:password@host:port/database.
func mysqlConfig(rawURL string) (*mysql.Config, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		// The error of url.Parse would print the password.
		return nil, errors.New("DATABASE_URL is not a URL; give mysql://user:password@host:port/database")
	}
	if u.Scheme != "mysql" || u.Host == "" || u.User == nil {
		return nil, errors.New("DATABASE_URL must have the form mysql://user:password@host:port/database")
	}
	config := mysql.NewConfig()
	config.Net = "tcp"
	config.Addr = u.Host
	config.User = u.User.Username()
	config.Passwd, _ = u.User.Password()
	config.DBName = strings.TrimPrefix(u.Path, "/")
	return config, nil
}

// newPool makes a pool that has not opened a connection yet.
func newPool(config *mysql.Config, size int) (*sql.DB, error) {
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(size)
	// The default keeps 2 idle and would open and close the others all the time.
	db.SetMaxIdleConns(size)
	return db, nil
}

package main

import (
	"strings"
	"testing"
)

func TestADatabaseURLIsReadWithItsEscapes(t *testing.T) {
	config, err := mysqlConfig("mysql://me:p%40ss%2Fw@127.0.0.1:3307/bakeoff")
	if err != nil {
		t.Fatal(err)
	}
	got := []string{config.User, config.Passwd, config.Net, config.Addr, config.DBName}
	if want := "me p@ss/w tcp 127.0.0.1:3307 bakeoff"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestAMalformedDatabaseURLIsRefusedWithoutShowingThePassword(t *testing.T) {
	for _, raw := range []string{"postgres://me:secret@h/d", "me:secret@tcp(h)/d", "mysql://h/d", "mysql://me:secret@h:port/d"} {
		if _, err := mysqlConfig(raw); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got error %v", raw, err)
		}
	}
}

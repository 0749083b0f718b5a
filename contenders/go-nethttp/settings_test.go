package main

import (
	"strings"
	"testing"
)

func settingsOf(pairs ...string) (settings, error) {
	return readSettings(func(name string) string {
		for _, pair := range pairs {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return ""
	})
}

const databaseURL = "mysql://me:secret@127.0.0.1:3307/bakeoff"

func TestEachPartIsThereOnlyWhereTheEnvironmentSaysSo(t *testing.T) {
	secret := tokenKey{algorithm: "HS256", secret: "s"}
	plain := settings{cores: 1, host: "127.0.0.1", port: "3000", usersPool: 10, patienceMs: 2000}
	with := func(change func(*settings)) settings {
		s := plain
		change(&s)
		return s
	}
	for env, want := range map[string]settings{
		"":                                         plain,
		"CORES=4 HOST=::1 PORT=8080":               {cores: 4, host: "::1", port: "8080", usersPool: 10, patienceMs: 2000},
		"JWT_SECRET=s":                             with(func(s *settings) { s.tokenKey = secret }),
		"JWT_PUBLIC_KEY=p":                         plain,
		"DB_POOL=40 DB_STATEMENTS=text":            with(func(s *settings) { s.usersPool, s.usersText = 40, true }),
		"DB_STATEMENTS=prepared":                   plain,
		"SHOP=off":                                 plain,
		"CACHE_ENTRIES=200000":                     with(func(s *settings) { s.cacheEntries = 200000 }),
		"UPSTREAM_PATIENCE_MS=60000":               with(func(s *settings) { s.patienceMs = 60000 }),
		"UPSTREAM_URL=http://[::1]:9/":             with(func(s *settings) { s.upstreamURL = "http://[::1]:9" }),
		"JWT_SECRET=s DATABASE_URL=" + databaseURL: with(func(s *settings) { s.usersURL, s.tokenKey = databaseURL, secret }),
		"SHOP=on DATABASE_URL=" + databaseURL:      with(func(s *settings) { s.shopURL = databaseURL }),
		"SHOP=on JWT_SECRET=s DATABASE_URL=" + databaseURL: with(func(s *settings) {
			s.usersURL, s.tokenKey, s.shopURL = databaseURL, secret, databaseURL
		}),
	} {
		if got, err := settingsOf(strings.Fields(env)...); err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", env, got, err, want)
		}
	}
}

func TestAMistakenEnvironmentIsRefusedWithItsName(t *testing.T) {
	for env, name := range map[string]string{
		"CORES=0":                                      "CORES",
		"CORES=two":                                    "CORES",
		"CACHE_ENTRIES=0":                              "CACHE_ENTRIES",
		"CACHE_ENTRIES=-1":                             "CACHE_ENTRIES",
		"CACHE_ENTRIES=1e6":                            "CACHE_ENTRIES",
		"UPSTREAM_URL=127.0.0.1:4567":                  "UPSTREAM_URL",
		"UPSTREAM_URL=https://127.0.0.1":               "UPSTREAM_URL",
		"UPSTREAM_URL=http://":                         "UPSTREAM_URL",
		"UPSTREAM_URL=http://h:1?x=1":                  "UPSTREAM_URL",
		"SHOP=on":                                      "DATABASE_URL",
		"SHOP=on JWT_SECRET=s":                         "DATABASE_URL",
		"DATABASE_URL=" + databaseURL:                  "JWT_SECRET",
		"JWT_PUBLIC_KEY=p DATABASE_URL=" + databaseURL: "JWT_SECRET",
		"JWT_ALGORITHM=none JWT_SECRET=s":              "JWT_ALGORITHM",
		"JWT_ALGORITHM=RS256":                          "JWT_PUBLIC_KEY",
		"JWT_ALGORITHM=ES256 JWT_SECRET=s":             "JWT_PUBLIC_KEY",
		"JWT_ALGORITHM=RS256 JWT_PUBLIC_KEY=p":         "JWT_PUBLIC_KEY",
		"DB_STATEMENTS=binary":                         "DB_STATEMENTS",
		"DB_POOL=0":                                    "DB_POOL",
		"DB_POOL=all":                                  "DB_POOL",
		"SHOP=ON DATABASE_URL=mysql://x:y":             "SHOP=on",
	} {
		_, err := settingsOf(strings.Fields(env)...)
		if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got error %v", env, err)
		}
	}
}

func TestUsersAreThereWithAPublicKeyAndNoSecret(t *testing.T) {
	for _, signing := range signings(t)[1:] {
		s, err := readSettings(func(name string) string {
			return map[string]string{
				"JWT_ALGORITHM": signing.algorithm, "JWT_PUBLIC_KEY": signing.publicPEM, "DATABASE_URL": databaseURL,
			}[name]
		})
		if err != nil || s.usersURL != databaseURL || s.tokenKey.algorithm != signing.algorithm || s.tokenKey.secret != "" {
			t.Errorf("%s: got %+v, %v", signing.algorithm, s, err)
		}
	}
}

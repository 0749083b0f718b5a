//go:build !gojose

package main

import "github.com/golang-jwt/jwt/v5"

type claims struct {
	Email string `json:"email"`
	jwt.RegisteredClaims
}

// verifier verifies tokens by golang-jwt.
type verifier struct {
	parser *jwt.Parser
	key    jwt.Keyfunc
}

func newVerifier(key tokenKey) (verifier, error) {
	verifying := key.verifying()
	return verifier{
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{key.algorithm}),
			jwt.WithExpirationRequired(),
		),
		key: func(*jwt.Token) (any, error) { return verifying, nil },
	}, nil
}

func (v *verifier) emailIn(token string) (string, error) {
	var c claims
	_, err := v.parser.ParseWithClaims(token, &c, v.key)
	return c.Email, err
}

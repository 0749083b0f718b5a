package main

import (
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

type claims struct {
	Email string `json:"email"`
	jwt.RegisteredClaims
}

// tokens checks Authorization headers against one shared secret.
type tokens struct {
	parser *jwt.Parser
	key    jwt.Keyfunc
}

func newTokens(secret []byte) *tokens {
	return &tokens{
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
			jwt.WithExpirationRequired(),
		),
		key: func(*jwt.Token) (any, error) { return secret, nil },
	}
}

// verifiedEmail gives the e-mail address a Bearer token vouches for. Whatever
// is wrong with the header, the answer is false: a stranger learns no reason.
func (t *tokens) verifiedEmail(header string) (email string, ok bool) {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	var c claims
	if _, err := t.parser.ParseWithClaims(token, &c, t.key); err != nil {
		return "", false
	}
	return c.Email, c.Email != ""
}

//go:build gojose

package main

import (
	"errors"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// claims leaves out iat, which go-jose would refuse where it lies in the
// future: golang-jwt does not look at it.
type claims struct {
	Email     string           `json:"email"`
	Expiry    *jwt.NumericDate `json:"exp"`
	NotBefore *jwt.NumericDate `json:"nbf"`
}

var errEndless = errors.New("the token has no end")

// verifier verifies tokens by go-jose.
type verifier struct {
	algorithms []jose.SignatureAlgorithm
	key        any
}

func newVerifier(key tokenKey) (verifier, error) {
	// go-jose would answer every token with this, and nobody would know why.
	if key.algorithm == "HS256" && len(key.secret) < 32 {
		return verifier{}, errors.New("JWT_SECRET must have 32 bytes or more: go-jose verifies HS256 with no shorter one")
	}
	return verifier{[]jose.SignatureAlgorithm{jose.SignatureAlgorithm(key.algorithm)}, key.verifying()}, nil
}

func (v *verifier) emailIn(token string) (string, error) {
	signed, err := jwt.ParseSigned(token, v.algorithms)
	if err != nil {
		return "", err
	}
	var c claims
	if err := signed.Claims(v.key, &c); err != nil {
		return "", err
	}
	if c.Expiry == nil {
		return "", errEndless
	}
	// Validate would let a token live a minute longer.
	return c.Email, jwt.Claims{Expiry: c.Expiry, NotBefore: c.NotBefore}.ValidateWithLeeway(jwt.Expected{}, 0)
}

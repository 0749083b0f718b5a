package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// tokenKey is what tokens are verified with, by one algorithm and no other.
type tokenKey struct {
	algorithm string
	secret    string           // of HS256
	public    crypto.PublicKey // of RS256 and ES256
}

// readTokenKey reads the key once, at the start. Without a secret for HS256
// there is none: the zero value.
func readTokenKey(algorithm, secret, publicPEM string) (tokenKey, error) {
	switch algorithm {
	case "HS256":
		if secret == "" {
			return tokenKey{}, nil
		}
		return tokenKey{algorithm: algorithm, secret: secret}, nil
	case "RS256", "ES256":
		if publicPEM == "" {
			return tokenKey{}, fmt.Errorf("JWT_PUBLIC_KEY is missing: with JWT_ALGORITHM=%s it must be set", algorithm)
		}
		public, err := publicKey(algorithm, publicPEM)
		return tokenKey{algorithm: algorithm, public: public}, err
	default:
		return tokenKey{}, fmt.Errorf("JWT_ALGORITHM must be HS256, RS256 or ES256, not %q", algorithm)
	}
}

// publicKey reads SPKI as PEM. RFC 7518 wants 2048 bits for RS256 and the
// curve P-256 for ES256.
func publicKey(algorithm, text string) (crypto.PublicKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, errors.New("JWT_PUBLIC_KEY must be a public key as PEM text: -----BEGIN PUBLIC KEY----- and so on")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("JWT_PUBLIC_KEY cannot be read: %w", err)
	}
	switch key := parsed.(type) {
	case *rsa.PublicKey:
		if algorithm == "RS256" && key.N.BitLen() >= 2048 {
			return key, nil
		}
	case *ecdsa.PublicKey:
		if algorithm == "ES256" && key.Curve == elliptic.P256() {
			return key, nil
		}
	}
	wanted := map[string]string{"RS256": "an RSA key of 2048 bits or more", "ES256": "a key on the curve P-256"}
	return nil, fmt.Errorf("JWT_PUBLIC_KEY must be %s, since JWT_ALGORITHM is %s", wanted[algorithm], algorithm)
}

// verifying is the key in the form that both libraries take.
func (k tokenKey) verifying() any {
	if k.public != nil {
		return k.public
	}
	return []byte(k.secret)
}

package main

import (
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
)

func TestAPublicKeyOfTheRightKindIsReadWithWhiteSpaceAroundIt(t *testing.T) {
	for _, s := range signings(t)[1:] {
		key, err := readTokenKey(s.algorithm, "", "\n"+s.publicPEM+"\n\n")
		if err != nil || key.algorithm != s.algorithm || key.public == nil {
			t.Errorf("%s: got %+v, %v", s.algorithm, key, err)
		}
	}
}

func TestAKeyThatCannotVerifyIsRefusedAtTheStart(t *testing.T) {
	rs, es := rsaKey(t, 2048), ecdsaKey(t, elliptic.P256())
	edwards, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(rs)
	if err != nil {
		t.Fatal(err)
	}
	whole := spki(t, &rs.PublicKey)
	for name, of := range map[string][2]string{
		"no key":                       {"RS256", ""},
		"words":                        {"RS256", "not a key"},
		"half of it":                   {"RS256", whole[:100] + "\n-----END PUBLIC KEY-----\n"},
		"a private key":                {"RS256", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))},
		"an RSA key in its own form":   {"RS256", string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&rs.PublicKey)}))},
		"a short RSA key":              {"RS256", spki(t, &rsaKey(t, 1024).PublicKey)},
		"an elliptic key":              {"RS256", spki(t, &es.PublicKey)},
		"an RSA key for ES256":         {"ES256", whole},
		"another curve":                {"ES256", spki(t, &ecdsaKey(t, elliptic.P384()).PublicKey)},
		"an Edwards key":               {"ES256", spki(t, edwards)},
		"an algorithm that is not set": {"EdDSA", spki(t, edwards)},
	} {
		_, err := readTokenKey(of[0], testSecret, of[1])
		if err == nil || !strings.HasPrefix(err.Error(), "JWT_") {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

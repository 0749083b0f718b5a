package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"
	"time"
)

const testSecret = "0123456789abcdef0123456789abcdef"

// signer gives the signature of a text.
type signer func(hash crypto.Hash, text string) []byte

// signedBy puts a token together by hand, so that the library under test does
// not vouch for itself.
func signedBy(sign signer, alg, payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode(fmt.Appendf(nil, `{"alg":%q,"typ":"JWT"}`, alg)) + "." + encode([]byte(payload))
	hash := map[string]crypto.Hash{"256": crypto.SHA256, "384": crypto.SHA384, "512": crypto.SHA512}[alg[2:]]
	return signed + "." + encode(sign(hash, signed))
}

func unsigned(crypto.Hash, string) []byte { return nil }

func secretly(secret string) signer {
	return func(hash crypto.Hash, text string) []byte {
		mac := hmac.New(hash.New, []byte(secret))
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
}

func byRSA(t *testing.T, key *rsa.PrivateKey) signer {
	return func(hash crypto.Hash, text string) []byte {
		signature, err := rsa.SignPKCS1v15(nil, key, hash, digest(hash, text))
		if err != nil {
			t.Fatal(err)
		}
		return signature
	}
}

// byECDSA gives the two numbers side by side, as a JWT carries them.
func byECDSA(t *testing.T, key *ecdsa.PrivateKey) signer {
	return func(hash crypto.Hash, text string) []byte {
		r, s, err := ecdsa.Sign(rand.Reader, key, digest(hash, text))
		if err != nil {
			t.Fatal(err)
		}
		size := (key.Curve.Params().BitSize + 7) / 8
		return append(r.FillBytes(make([]byte, size)), s.FillBytes(make([]byte, size))...)
	}
}

func digest(hash crypto.Hash, text string) []byte {
	h := hash.New()
	h.Write([]byte(text))
	return h.Sum(nil)
}

func rsaKey(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func ecdsaKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func spki(t *testing.T, public crypto.PublicKey) string {
	t.Helper()
	bytes, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: bytes}))
}

func claimsEndingIn(d time.Duration) string {
	return fmt.Sprintf(`{"email":"a@example.com","exp":%d}`, time.Now().Add(d).Unix())
}

// signing is an algorithm with its key, with somebody else's, and with an
// algorithm of another size.
type signing struct {
	algorithm     string
	publicPEM     string
	sign, another signer
	otherSize     string
	signOther     signer
}

func signings(t *testing.T) []signing {
	t.Helper()
	rs, es := rsaKey(t, 2048), ecdsaKey(t, elliptic.P256())
	return []signing{
		{"HS256", "", secretly(testSecret), secretly("another"), "HS512", secretly(testSecret)},
		{"RS256", spki(t, &rs.PublicKey), byRSA(t, rs), byRSA(t, rsaKey(t, 2048)), "RS512", byRSA(t, rs)},
		{"ES256", spki(t, &es.PublicKey), byECDSA(t, es), byECDSA(t, ecdsaKey(t, elliptic.P256())),
			"ES384", byECDSA(t, ecdsaKey(t, elliptic.P384()))},
	}
}

func (s signing) tokens(t *testing.T) *tokens {
	t.Helper()
	key, err := readTokenKey(s.algorithm, testSecret, s.publicPEM)
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := newTokens(key)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func TestASignedTokenThatHasNotEndedYieldsItsEmail(t *testing.T) {
	for _, s := range signings(t) {
		for _, scheme := range []string{"Bearer", "bearer"} {
			token := signedBy(s.sign, s.algorithm, claimsEndingIn(time.Minute))
			if email, ok := s.tokens(t).verifiedEmail(scheme + " " + token); !ok || email != "a@example.com" {
				t.Errorf("%s %s: got %q, %v", s.algorithm, scheme, email, ok)
			}
		}
	}
}

func TestEveryOtherHeaderIsRefused(t *testing.T) {
	for _, s := range signings(t) {
		soon := claimsEndingIn(time.Minute)
		end := time.Now().Add(time.Minute).Unix()
		signed := func(payload string) string { return "Bearer " + signedBy(s.sign, s.algorithm, payload) }
		good := signedBy(s.sign, s.algorithm, soon)
		refused := map[string]string{
			"no header":                  "",
			"another scheme":             "Basic " + good,
			"a token without scheme":     good,
			"a scheme without token":     "Bearer ",
			"two parts":                  "Bearer " + good[:strings.LastIndex(good, ".")],
			"no signature":               "Bearer " + good[:strings.LastIndex(good, ".")+1],
			"a payload that is no JSON":  signed("not json"),
			"a payload that is null":     signed("null"),
			"a broken signature":         "Bearer " + good[:len(good)-4] + "AAAA",
			"a letter behind it":         "Bearer " + good + "A",
			"another key":                "Bearer " + signedBy(s.another, s.algorithm, soon),
			"another size":               "Bearer " + signedBy(s.signOther, s.otherSize, soon),
			"no algorithm":               "Bearer " + signedBy(unsigned, "none", soon),
			"an end in the past":         signed(claimsEndingIn(-2 * time.Minute)),
			"an end a moment ago":        signed(claimsEndingIn(-time.Second)),
			"no end":                     signed(`{"email":"a@example.com"}`),
			"an end that is null":        signed(`{"email":"a@example.com","exp":null}`),
			"an end that is no number":   signed(`{"email":"a@example.com","exp":"never"}`),
			"a beginning in the future":  signed(fmt.Sprintf(`{"email":"a@example.com","exp":%d,"nbf":%d}`, end+60, end)),
			"no e-mail address":          signed(fmt.Sprintf(`{"exp":%d}`, end)),
			"an e-mail that is no text":  signed(fmt.Sprintf(`{"email":7,"exp":%d}`, end)),
			"an empty e-mail address":    signed(fmt.Sprintf(`{"email":"","exp":%d}`, end)),
			"the public key as a secret": "Bearer " + signedBy(secretly(s.publicPEM), "HS256", soon),
			"the same, trimmed":          "Bearer " + signedBy(secretly(strings.TrimSpace(s.publicPEM)), "HS256", soon),
		}
		for name, header := range refused {
			if email, ok := s.tokens(t).verifiedEmail(header); ok || email != "" {
				t.Errorf("%s: %s was taken for %q", s.algorithm, name, email)
			}
		}
	}
}

func TestATimeOfIssueIsNotLookedAt(t *testing.T) {
	s := signings(t)[0]
	end := time.Now().Add(time.Minute).Unix()
	payload := fmt.Sprintf(`{"email":"a@example.com","exp":%d,"iat":%d}`, end, end)
	if _, ok := s.tokens(t).verifiedEmail("Bearer " + signedBy(s.sign, s.algorithm, payload)); !ok {
		t.Error("a token of a clock that is ahead was refused")
	}
}

package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"hash"
	"testing"
	"time"
)

const testSecret = "0123456789abcdef0123456789abcdef"

// signedBy puts a token together by hand, so that the library under test does
// not vouch for itself. Without a digest the signature stays empty.
func signedBy(secret, alg string, digest func() hash.Hash, payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode(fmt.Appendf(nil, `{"alg":%q,"typ":"JWT"}`, alg)) + "." + encode([]byte(payload))
	if digest == nil {
		return signed + "."
	}
	mac := hmac.New(digest, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

func hs256(payload string) string { return signedBy(testSecret, "HS256", sha256.New, payload) }

func claimsEndingIn(d time.Duration) string {
	return fmt.Sprintf(`{"email":"a@example.com","exp":%d}`, time.Now().Add(d).Unix())
}

func TestASignedTokenThatHasNotEndedYieldsItsEmail(t *testing.T) {
	tokens := newTokens([]byte(testSecret))
	for _, scheme := range []string{"Bearer", "bearer"} {
		email, ok := tokens.verifiedEmail(scheme + " " + hs256(claimsEndingIn(time.Minute)))
		if !ok || email != "a@example.com" {
			t.Errorf("%s: got %q, %v", scheme, email, ok)
		}
	}
}

func TestEveryOtherHeaderIsRefused(t *testing.T) {
	soon := claimsEndingIn(time.Minute)
	end := time.Now().Add(time.Minute).Unix()
	good := hs256(soon)
	refused := map[string]string{
		"no header":                 "",
		"another scheme":            "Basic " + good,
		"a token without scheme":    good,
		"a scheme without token":    "Bearer ",
		"two parts":                 "Bearer " + signedBy("", "HS256", nil, soon)[:20],
		"a payload that is no JSON": "Bearer " + hs256("not json"),
		"a broken signature":        "Bearer " + good[:len(good)-4] + "AAAA",
		"another secret":            "Bearer " + signedBy("another", "HS256", sha256.New, soon),
		"HS512":                     "Bearer " + signedBy(testSecret, "HS512", sha512.New, soon),
		"no algorithm":              "Bearer " + signedBy("", "none", nil, soon),
		"an end in the past":        "Bearer " + hs256(claimsEndingIn(-2*time.Minute)),
		"no end":                    "Bearer " + hs256(`{"email":"a@example.com"}`),
		"an end that is no number":  "Bearer " + hs256(`{"email":"a@example.com","exp":"never"}`),
		"no e-mail address":         "Bearer " + hs256(fmt.Sprintf(`{"exp":%d}`, end)),
		"an e-mail that is no text": "Bearer " + hs256(fmt.Sprintf(`{"email":7,"exp":%d}`, end)),
		"an empty e-mail address":   "Bearer " + hs256(fmt.Sprintf(`{"email":"","exp":%d}`, end)),
	}
	tokens := newTokens([]byte(testSecret))
	for name, header := range refused {
		if email, ok := tokens.verifiedEmail(header); ok || email != "" {
			t.Errorf("%s was taken for %q", name, email)
		}
	}
}

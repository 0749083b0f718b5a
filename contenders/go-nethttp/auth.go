package main

import "strings"

// tokens checks Authorization headers. Which library verifies is chosen when
// the binary is built; whatever the choice, a token needs an end that has not
// come and the one algorithm of the key.
type tokens struct{ verifier }

func newTokens(key tokenKey) (*tokens, error) {
	v, err := newVerifier(key)
	if err != nil {
		return nil, err
	}
	return &tokens{v}, nil
}

// verifiedEmail gives the e-mail address a Bearer token vouches for. Whatever
// is wrong with the header, the answer is false: a stranger learns no reason.
func (t *tokens) verifiedEmail(header string) (email string, ok bool) {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	email, err := t.emailIn(token)
	if err != nil {
		return "", false
	}
	return email, email != ""
}

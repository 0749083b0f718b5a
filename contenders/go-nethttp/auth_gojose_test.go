//go:build gojose

package main

import (
	"strings"
	"testing"
)

func TestASecretThatGoJoseWouldNotTakeIsRefusedAtTheStart(t *testing.T) {
	key := tokenKey{algorithm: "HS256", secret: testSecret[:31]}
	if _, err := newTokens(key); err == nil || !strings.Contains(err.Error(), "JWT_SECRET") {
		t.Errorf("got error %v", err)
	}
}

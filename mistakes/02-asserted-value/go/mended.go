package main

import "strings"

func tokenOf(headers map[string]string) string {
	header, ok := headers["authorization"]
	if !ok || !strings.HasPrefix(header, "Bearer ") {
		return "none"
	}
	return header[len("Bearer "):]
}

package main

import "strings"

func valueOf(line string) string {
	parts := strings.Split(line, "=")
	if len(parts) < 2 {
		return ""
	}
	return strings.TrimSpace(parts[1])
}

package main

import "strings"

func valueOf(line string) string {
	parts := strings.Split(line, "=")
	return strings.TrimSpace(parts[1])
}

package main

import (
	"fmt"
	"html"
)

func comment(author, text string) string {
	return fmt.Sprintf("<p><b>%s</b>: %s</p>", html.EscapeString(author), html.EscapeString(text))
}

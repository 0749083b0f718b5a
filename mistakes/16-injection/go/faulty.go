package main

import "fmt"

func comment(author, text string) string {
	return fmt.Sprintf("<p><b>%s</b>: %s</p>", author, text)
}

package main

func preview(text string) string {
	if runes := []rune(text); len(runes) > 8 {
		return string(runes[:8])
	}
	return text
}

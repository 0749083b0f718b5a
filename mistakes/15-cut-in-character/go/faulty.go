package main

func preview(text string) string {
	if len(text) > 8 {
		return text[:8]
	}
	return text
}

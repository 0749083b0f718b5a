package main

func tokenOf(headers map[string]string) string {
	header, _ := headers["authorization"]
	return header[len("Bearer "):]
}

package main

func isSupported(version, oldest string) bool {
	return version >= oldest
}

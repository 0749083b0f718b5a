package main

import (
	"mistakes/server"
	"os"
	"path/filepath"
)

func main() {
	s := server.Start()
	s.TryRequest("a folder that is not there", func() (any, error) {
		return saveAll(filepath.Join(os.TempDir(), "not", "there"), map[string]string{"a.txt": "A"})
	})
	s.End()
}

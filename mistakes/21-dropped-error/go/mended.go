package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func saveAll(folder string, files map[string]string) (string, error) {
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%d saved", len(files)), nil
}

package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTwoFilesAreThereAfterSaving(t *testing.T) {
	folder := t.TempDir()
	told, err := saveAll(folder, map[string]string{"a.txt": "A", "b.txt": "B"})
	if err != nil || told != "2 saved" {
		t.Errorf("got %q, %v", told, err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "b.txt")); err != nil || string(text) != "B" {
		t.Errorf("b.txt: got %q, %v", text, err)
	}
}

func TestSavingNoneSavesNone(t *testing.T) {
	if told, err := saveAll(t.TempDir(), nil); err != nil || told != "0 saved" {
		t.Errorf("got %q, %v", told, err)
	}
}

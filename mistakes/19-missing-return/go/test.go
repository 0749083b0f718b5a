package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestRemove(t *testing.T) {
	for user, status := range map[string]int{"admin": 204, "ann": 403} {
		items := map[string]string{"/1": "item"}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { remove(items, w, r) }))
		request, err := http.NewRequest("DELETE", server.URL+"/1", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("User", user)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		server.Close()
		if answer.StatusCode != status {
			t.Errorf("a deletion by %s: got %d, want %d", user, answer.StatusCode, status)
		}
	}
}

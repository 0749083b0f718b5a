package main

import (
	"mistakes/server"
	"net/http/httptest"
)

func main() {
	s := server.Start()
	s.Request("deletion by somebody else", func() any {
		items := map[string]string{"/1": "item"}
		request := httptest.NewRequest("DELETE", "/1", nil)
		request.Header.Set("User", "ann")
		remove(items, httptest.NewRecorder(), request)
		return len(items)
	})
	s.End()
}

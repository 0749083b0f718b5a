//go:build jsonv2

package main

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"net/http"
)

// decodeOrder stops at the first error, so what follows a broken rule is
// looked at only then: half of a JSON text is no JSON, whatever it says.
func decodeOrder(body []byte, request any) (status int, err error) {
	err = json.Unmarshal(body, request)
	switch {
	case err == nil:
		return http.StatusOK, nil
	case jsontext.Value(body).IsValid():
		return http.StatusUnprocessableEntity, err
	}
	return http.StatusBadRequest, err
}

func encodeOrder(answer any) ([]byte, error) { return json.Marshal(answer) }

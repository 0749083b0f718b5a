//go:build sonic

package main

import (
	"encoding/json"
	"net/http"

	"github.com/bytedance/sonic"
)

// orderCodec is sonic with the habits of encoding/json. Its own default takes
// control characters in texts and keeps the whole body alive for any of them.
var orderCodec = sonic.ConfigStd

func decodeOrder(body []byte, request any) (status int, err error) {
	err = orderCodec.Unmarshal(body, request)
	switch {
	case err == nil:
		return http.StatusOK, nil
	case json.Valid(body):
		return http.StatusUnprocessableEntity, err
	}
	return http.StatusBadRequest, err
}

func encodeOrder(answer any) ([]byte, error) { return orderCodec.Marshal(answer) }

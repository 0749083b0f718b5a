//go:build !sonic && !jsonv2

package main

import "encoding/json"

// The codec of POST /orders is chosen when the binary is built: this one, that
// of orders_jsonv2.go or that of orders_sonic.go.

func decodeOrder(body []byte, request any) (status int, err error) { return decodeJSON(body, request) }

func encodeOrder(answer any) ([]byte, error) { return json.Marshal(answer) }

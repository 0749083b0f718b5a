package main

import (
	"io"
	"net/http"
	"strconv"
	"time"
)

var client = &http.Client{Timeout: 500 * time.Millisecond}

func askPrice(url string) (int, error) {
	answer, err := client.Get(url + "/price")
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(text))
}

package main

import (
	"io"
	"net/http"
	"strconv"
)

func askPrice(url string) (int, error) {
	answer, err := http.Get(url + "/price")
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

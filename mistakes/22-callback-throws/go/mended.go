package main

import "strings"

func hostOf(link string) string {
	parts := strings.Split(link, "/")
	if len(parts) < 3 {
		return "no link"
	}
	return parts[2]
}

func firstHost(queue <-chan string) string {
	host := make(chan string)
	go func() {
		defer close(host)
		host <- hostOf(<-queue)
	}()
	return <-host
}

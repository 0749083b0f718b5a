package main

import "strings"

func hostOf(link string) string {
	return strings.Split(link, "/")[2]
}

func firstHost(queue <-chan string) string {
	host := make(chan string)
	go func() {
		defer close(host)
		host <- hostOf(<-queue)
	}()
	return <-host
}

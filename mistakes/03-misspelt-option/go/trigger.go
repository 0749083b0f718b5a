package main

import "mistakes/server"

func main() {
	s := server.Start()
	s.Request("timeout of reports", func() any { return poolForReports().TimeoutMs })
	s.End()
}

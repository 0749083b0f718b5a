package main

import "mistakes/server"

const visitors, pages = 4, 200_000_000

func main() {
	s := server.Start()
	s.Request("the first wrong count of six", func() any {
		count := visitors * pages
		for time := 0; time < 6 && count == visitors*pages; time++ {
			count = countVisits(visitors, pages)
		}
		return count
	})
	s.End()
}

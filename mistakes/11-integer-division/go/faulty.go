package main

func percentDone(done, total int) int {
	return done / total * 100
}

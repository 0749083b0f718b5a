package main

func percentDone(done, total int) int {
	return done * 100 / total
}

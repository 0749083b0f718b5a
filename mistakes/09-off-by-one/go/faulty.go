package main

func page(items []int, number, size int) []int {
	start := min(number*size, len(items))
	return items[start:min(start+size, len(items))]
}

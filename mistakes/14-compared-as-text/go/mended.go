package main

import (
	"slices"
	"strconv"
	"strings"
)

func parse(version string) []int {
	numbers := []int{}
	for part := range strings.SplitSeq(version, ".") {
		number, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		numbers = append(numbers, number)
	}
	return numbers
}

func isSupported(version, oldest string) bool {
	return slices.Compare(parse(version), parse(oldest)) >= 0
}

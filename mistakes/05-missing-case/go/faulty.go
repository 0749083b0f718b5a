package main

type State int

const (
	Open State = iota
	Paid
	Sent
	Returned
)

func wordFor(state State) string {
	switch state {
	case Open:
		return "not paid yet"
	case Paid:
		return "being packed"
	case Sent:
		return "on its way"
	}
	return ""
}

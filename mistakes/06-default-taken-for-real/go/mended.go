package main

type Plan struct {
	Title    string
	Projects int
}

var plans = map[string]Plan{
	"free": {Title: "Free", Projects: 3},
	"team": {Title: "Team", Projects: 100},
}

func mayAddProject(plan string, count int) bool {
	return count < plans[plan].Projects
}

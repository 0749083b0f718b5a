package main

import "testing"

func TestTheFreePlanAllowsThreeProjects(t *testing.T) {
	if !mayAddProject("free", 2) {
		t.Error("a third project was refused")
	}
	if mayAddProject("free", 3) {
		t.Error("a fourth project was allowed")
	}
}

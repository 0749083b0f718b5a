package main

func depthOf(managers map[string]string, name string) int {
	return depthBelow(managers, name, map[string]bool{})
}

func depthBelow(managers map[string]string, name string, below map[string]bool) int {
	manager, ok := managers[name]
	if !ok || below[name] {
		return 0
	}
	below[name] = true
	return 1 + depthBelow(managers, manager, below)
}

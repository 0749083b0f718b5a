package main

func depthOf(managers map[string]string, name string) int {
	manager, ok := managers[name]
	if !ok {
		return 0
	}
	return 1 + depthOf(managers, manager)
}

package main

type Person struct {
	Name    string
	Manager *Person
}

func approverOf(person *Person) string {
	if person.Manager == nil {
		return "nobody"
	}
	return person.Manager.Name
}

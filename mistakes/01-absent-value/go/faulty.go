package main

type Person struct {
	Name    string
	Manager *Person
}

func approverOf(person *Person) string {
	return person.Manager.Name
}

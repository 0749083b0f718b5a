pub struct Person {
    pub name: String,
    pub manager: Option<Box<Person>>,
}

pub fn approver_of(person: &Person) -> &str {
    match &person.manager {
        Some(manager) => &manager.name,
        None => "nobody",
    }
}

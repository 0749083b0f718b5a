use crate::subject::{Person, approver_of};

fn person(name: &str, manager: Option<Person>) -> Person {
    Person {
        name: name.into(),
        manager: manager.map(Box::new),
    }
}

#[test]
fn the_manager_approves() {
    let ann = person("Ann", Some(person("Bob", Some(person("Head", None)))));
    assert_eq!(approver_of(&ann), "Bob");
    assert_eq!(approver_of(ann.manager.as_ref().unwrap()), "Head");
}

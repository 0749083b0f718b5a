export interface Person {
  name: string;
  manager?: Person;
}

export function approverOf(person: Person): string {
  return person.manager.name;
}

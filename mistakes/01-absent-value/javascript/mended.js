export function approverOf(person) {
  return person.manager?.name ?? 'nobody';
}

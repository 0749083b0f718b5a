export function depthOf(managers, name) {
  const manager = managers.get(name);
  return manager === undefined ? 0 : 1 + depthOf(managers, manager);
}

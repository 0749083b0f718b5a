export function depthOf(managers, name, below = new Set()) {
  const manager = managers.get(name);
  if (manager === undefined || below.has(name)) return 0;
  return 1 + depthOf(managers, manager, below.add(name));
}

export function depthOf(managers: ReadonlyMap<string, string>, name: string, below = new Set<string>()): number {
  const manager = managers.get(name);
  if (manager === undefined || below.has(name)) return 0;
  return 1 + depthOf(managers, manager, below.add(name));
}

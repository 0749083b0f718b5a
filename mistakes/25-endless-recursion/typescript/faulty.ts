export function depthOf(managers: ReadonlyMap<string, string>, name: string): number {
  const manager = managers.get(name);
  return manager === undefined ? 0 : 1 + depthOf(managers, manager);
}

export function page(items: readonly number[], number: number, size: number): readonly number[] {
  const start = number * size;
  return items.slice(start, start + size);
}

export function page(items: readonly number[], number: number, size: number): readonly number[] {
  const start = (number - 1) * size;
  return items.slice(start, start + size);
}

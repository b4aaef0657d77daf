/** Moves part of a sparse list. Index 0 is unused, because rows and columns count from 1. */
export function moveItems<T>(
  items: readonly (T | undefined)[],
  first: number,
  count: number,
  before: number,
): (T | undefined)[] {
  const end = first + count;
  const movedItems = Array.from({ length: count }, (_, i) => items[first + i]);
  const part = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, i) => items[from + i]);
  const length = Math.max(items.length, end, before);
  return before <= first
    ? [...part(0, before), ...movedItems, ...part(before, first), ...part(end, length)]
    : [...part(0, first), ...part(end, before), ...movedItems, ...part(before, length)];
}

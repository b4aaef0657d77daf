/** Plain tables for the terminal, and formatted numbers. */

export const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0);
export const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
export const seconds = (ms: number): string => (ms / 1000).toFixed(1);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function table(header: readonly string[], rows: readonly (string | number)[][]): void {
  for (const line of tableText(header, rows).split('\n')) console.log(line);
}

export function tableText(header: readonly string[], rows: readonly (string | number)[][]): string {
  const cells = [header, ...rows.map((row) => row.map(String))];
  const widths = header.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const last = header.length - 1;
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 0 || i === last ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ');
  return cells.map(line).join('\n');
}

/** The median of several values, and in brackets the least and the greatest, if they differ. */
export function withSpread(values: readonly number[], text: (value: number) => string): string {
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)].map(text);
  return least === most ? middle! : `${middle} (${least}–${most})`;
}

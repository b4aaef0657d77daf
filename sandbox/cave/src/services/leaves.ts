/** Long lists of supervoxels as text. The ids of a run share their chunk, so only the segment number is incremented. */
import type { ChunkGrid } from '../graph/grid';
import type { Fragment } from '../graph/nodes';

const BILLION = 1_000_000_000n;
const [COMMA, QUOTE, ZERO] = [0x2c, 0x22, 0x30];
/** Characters per id: the digits of a 64-bit number, two quotes, a comma. */
const WIDEST = 23;

/** `[1,2,3]` or `["1","2","3"]`, written digit by digit: 850,000 ids take a tenth of a second. */
export function supervoxelListText(grid: ChunkGrid, fragments: Fragment[], quoted: boolean): string {
  const count = fragments.reduce((n, fragment) => n + fragment.size, 0);
  const bytes = Buffer.allocUnsafe(count * WIDEST + 2);
  let at = 0;
  const writeRun = (first: bigint, length: number): void => {
    let head = Buffer.from(String(first / BILLION), 'latin1');
    let tail = Number(first % BILLION);
    for (let i = 0; i < length; i++, tail++) {
      if (tail === 1e9) {
        head = Buffer.from(String(first / BILLION + 1n), 'latin1');
        tail = 0;
      }
      if (quoted) bytes[at++] = QUOTE;
      for (let k = 0; k < head.length; k++) bytes[at++] = head[k]!;
      let rest = tail;
      for (let k = 8; k >= 0; k--) {
        bytes[at + k] = ZERO + (rest % 10);
        rest = (rest / 10) | 0;
      }
      at += 9;
      if (quoted) bytes[at++] = QUOTE;
      bytes[at++] = COMMA;
    }
  };
  for (const fragment of fragments) {
    for (const cell of fragment.cells) writeRun(grid.id(1, cell.chunk, cell.first), cell.count);
  }
  return `[${bytes.toString('latin1', 0, Math.max(0, at - 1))}]`;
}

export function supervoxelTexts(grid: ChunkGrid, fragments: Fragment[]): string[] {
  const list = supervoxelListText(grid, fragments, false).slice(1, -1);
  return list === '' ? [] : list.split(',');
}

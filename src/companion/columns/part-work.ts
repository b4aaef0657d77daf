/**
 * The work of one part: asks about one slice of ids after another and stores its answers. Rows that wait for something
 * (such as a skeleton in progress) are asked about again at the end.
 */
import { concernsCaller } from '../../core/codes';
import { asTtError, type TtError } from '../../core/errors';
import { asObject, parseJson } from '../../core/json';
import { packError, unpackError, type WireError, type WireRow } from '../../tools/companion/wire';
import type { RowTool } from '../../tools/declaration/declare';
import { NoRoom } from '../work/runner';
import { type EarlierRuns, firstSlice, MOST_PART_MS, mostInSlice, nextSlice } from './part-size';
import { lengthOf, type Range } from './ranges';

/** What the work needs from its caller. */
export interface PartEnvironment {
  tool: Pick<RowTool, 'name' | 'idsPerStep'>;
  earlier: EarlierRuns;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  ids: (range: Range) => Promise<string[]>;
  /** The answer to one question about these ids, as JSON. Throws the tool's errors. */
  ask: (ids: readonly string[]) => Promise<Uint8Array>;
  /** Called before each slice, if earlier runs of the part failed. */
  note: (range: Range) => Promise<void>;
  /** Stores the answers. Throws if this run has lost the part. */
  store: (range: Range, ms: number, rows: readonly WireRow[]) => Promise<void>;
  /** Whether any id of the column has an answer. */
  isAnsweredElsewhere: () => Promise<boolean>;
}

/** No id of the column can be answered. */
export class ColumnFailure extends Error {
  constructor(readonly error: WireError) {
    super(error.message);
  }
}

interface Slice {
  range: Range;
  rows: Map<string, WireRow>;
  ids: string[];
  ms: number;
}

const TRIES = 3;
/** A skeleton may take minutes. */
const PENDING_TRIES = 8;
/** Cloud Tasks waits for half an hour. */
const LONGEST_MS = 900_000;
const SHORTEST_WAIT_MS = 2000;
const PENDING_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;

/** Returns the ranges that remain when the time is over. Throws `NoRoom`, and a transient failure that stays. */
export async function workPart(open: readonly Range[], env: PartEnvironment): Promise<Range[]> {
  const startedAt = env.now();
  const queue = [...open];
  const waiting: Slice[] = [];
  let size = firstSlice(env.tool);
  let lastFailure = '';
  while (queue.length > 0) {
    if (env.now() - startedAt > MOST_PART_MS && lengthOf(queue) > size) break;
    const range = takeSlice(queue, size, env);
    await env.note(range);
    const ids = await env.ids(range);
    const askedAt = env.now();
    const found = await askPatiently(ids, env);
    const ms = env.now() - askedAt;
    if (!(found instanceof Map)) {
      if (concernsCaller(found.code)) throw new ColumnFailure(packError(found));
      if (ids.length > 1) {
        // Asking about each id alone shows which one fails.
        queue.unshift(range);
        size = found.code === 'BIG' || found.code === 'TIMEOUT' ? Math.ceil(ids.length / 4) : 1;
        continue;
      }
      const repeated = lastFailure === found.message;
      lastFailure = found.message;
      if (repeated && !(await env.isAnsweredElsewhere())) throw new ColumnFailure(packError(found));
      const rest = repeated ? [range, ...queue.splice(0)] : [range];
      for (const each of rest) await env.store(each, ms, failedRows(await env.ids(each), packError(found)));
      continue;
    }
    lastFailure = '';
    const slice: Slice = { range, rows: found, ids, ms };
    if (passing(slice).length > 0) waiting.push(slice);
    else await storeSlice(slice, env);
    size = nextSlice(ids.length, ms);
  }
  return [...queue, ...(await askAgain(waiting, startedAt, env))];
}

function takeSlice(queue: Range[], size: number, { tool, earlier }: PartEnvironment): Range {
  const { from, to } = queue.shift()!;
  const end = Math.min(to, from + size, from + mostInSlice(tool, earlier, from));
  if (end < to) queue.unshift({ from: end, to });
  return { from, to: end };
}

/**
 * Returns rows by id, or the permanent failure of all of them. Waits for a transient failure to end, and throws it if
 * it stays.
 */
async function askPatiently(
  ids: readonly string[],
  env: PartEnvironment,
): Promise<Map<string, WireRow> | TtError> {
  for (let attempt = 1; ; attempt++) {
    try {
      return rowsById(ids, await env.ask(ids), env.tool.name);
    } catch (error) {
      if (error instanceof NoRoom) throw error;
      const failure = asTtError(error);
      const isTooMuch = failure.code === 'TIMEOUT' && ids.length > 1;
      if (!failure.transient || isTooMuch) return failure;
      if (attempt === TRIES) throw failure;
      await env.sleep(waitFor(failure));
    }
  }
}

const waitFor = ({ retryAfter, code }: TtError): number =>
  Math.min(
    LONGEST_WAIT_MS,
    Math.max(
      SHORTEST_WAIT_MS,
      retryAfter === null ? 0 : retryAfter * 1000,
      code === 'PENDING' ? PENDING_WAIT_MS : 0,
    ),
  );

/** Gives every id a row: an id that the tool left out gets an error, never a blank. */
function rowsById(ids: readonly string[], bytes: Uint8Array, tool: string): Map<string, WireRow> {
  const answer = asObject(parseJson(Buffer.from(bytes).toString('utf8')));
  const rows = (Array.isArray(answer?.rows) ? answer.rows : []) as unknown as WireRow[];
  const found = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    ids.map((id) => [
      id,
      found.get(id) ?? { id, error: { code: 'FAULT', message: `${tool} gave no answer for ${id}` } },
    ]),
  );
}

export const failedRows = (ids: readonly string[], error: WireError): WireRow[] =>
  ids.map((id) => ({ id, error }));

/** Ids whose row, or a cell of it, has a transient error. */
function passing({ rows }: Slice): string[] {
  const errorsOf = (row: WireRow): WireError[] =>
    'error' in row
      ? [row.error]
      : row.cells.flatMap((cell) =>
          cell !== null && typeof cell === 'object' && 'error' in cell ? [cell.error] : [],
        );
  return [...rows].flatMap(([id, row]) =>
    errorsOf(row).some((error) => unpackError(error).transient) ? [id] : [],
  );
}

const storeSlice = ({ range, rows, ids, ms }: Slice, env: PartEnvironment): Promise<void> =>
  env.store(
    range,
    ms,
    ids.map((id) => rows.get(id)!),
  );

/**
 * Asks until every row is settled or several tries settle none. Rows that still wait are then stored as they are: their
 * transient error tells the reader to ask again. Returns the ranges that remain when the time is over, for other runs.
 */
async function askAgain(slices: Slice[], startedAt: number, env: PartEnvironment): Promise<Range[]> {
  let tries = 0;
  let open = slices.flatMap(passing);
  const all = slices.reduce((sum, { ids }) => sum + ids.length, 0);
  while (slices.length > 0) {
    if (env.now() - startedAt > LONGEST_MS && open.length < all) {
      const remaining: Range[] = [];
      for (const slice of slices) remaining.push(...(await storeSettled(slice, env)));
      return remaining;
    }
    const failures = slices
      .flatMap(({ rows }) => open.flatMap((id) => errorOf(rows.get(id))))
      .map(unpackError);
    await env.sleep(Math.max(SHORTEST_WAIT_MS, ...failures.map(waitFor)));
    const askedAt = env.now();
    const found = await askPatiently(open, env);
    const ms = (env.now() - askedAt) / slices.length;
    for (const slice of slices) {
      slice.ms += ms;
      if (found instanceof Map) {
        for (const [id, row] of found) if (slice.rows.has(id)) slice.rows.set(id, row);
      }
    }
    const stillOpen = slices.flatMap(passing);
    tries = stillOpen.length < open.length ? 0 : tries + 1;
    open = stillOpen;
    const isPending = failures.length > 0 && failures.every(({ code }) => code === 'PENDING');
    const isVain = tries >= (isPending ? PENDING_TRIES : TRIES);
    const settledSlices = slices.filter((slice) => isVain || passing(slice).length === 0);
    for (const slice of settledSlices) await storeSlice(slice, env);
    slices = slices.filter((slice) => !settledSlices.includes(slice));
  }
  return [];
}

/** Stores the settled rows and returns the ranges of the others. */
async function storeSettled(slice: Slice, env: PartEnvironment): Promise<Range[]> {
  const open = new Set(passing(slice));
  const openRanges: Range[] = [];
  let from = 0;
  for (let i = 1; i <= slice.ids.length; i++) {
    const isOpen = open.has(slice.ids[from]!);
    if (i < slice.ids.length && open.has(slice.ids[i]!) === isOpen) continue;
    const range = { from: slice.range.from + from, to: slice.range.from + i };
    if (isOpen) openRanges.push(range);
    else {
      const ids = slice.ids.slice(from, i);
      await storeSlice({ ...slice, range, ids, ms: (slice.ms * ids.length) / slice.ids.length }, env);
    }
    from = i;
  }
  return openRanges;
}

const errorOf = (row: WireRow | undefined): WireError[] => (row && 'error' in row ? [row.error] : []);

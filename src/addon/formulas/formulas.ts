/**
 * The formula face: a cell or a range in, the same rows out. Asks once for each distinct id, answers from the cache
 * first, and stops asking in time: what is not answered says so and is answered at the next recalculation.
 */
import type { Access } from '../../cave/client/access';
import { asTtError, cellText, TtError } from '../../core/errors';
import { distinct, type Id, type IdCell, readCell } from '../../core/ids';
import { type RunPolicy, runSync } from '../../http/runner';
import { ANSWER_GENERATION } from '../../tools/declaration/answer-generation';
import { cellError, readArgs } from '../../tools/declaration/args';
import type {
  Args,
  FormulaTool,
  OutputCell,
  RowAnswer,
  RowTool,
  TableTool,
  ToolContext,
} from '../../tools/declaration/declare';
import { formulaHeavy } from '../access/companion-access';
import { documentSettings, formulaAccess } from '../access/settings';
import { tabsOf } from '../access/tabs';
import type { Host } from '../interfaces/host';

/** A formula is killed at 30 s; no request is started after this. */
const REQUEST_BUDGET_MS = 20_000;
/** A step that is too long is lost when time runs out; one that is too short wastes round trips. */
const STEP_MS = 6_000;
const STEP_BYTES = 30e6;
/** Ids of a heavy function's first step: what is not answered within a request is lost. */
const HEAVY_STEP = 25;
/** The platform's longest. */
const CACHE_SECONDS = 21_600;
const CELL_CHARACTERS = 50_000;

type Shown = string | number | boolean | Date;

export function runFormula(tool: FormulaTool, values: readonly unknown[], host: Host): Shown | Shown[][] {
  return tool.kind === 'rows' ? rowFormula(tool, values, host) : tableFormula(tool, values, host);
}

function tableFormula(tool: TableTool, values: readonly unknown[], host: Host): Shown | Shown[][] {
  try {
    const args = readArgs(tool, values);
    const ctx = context(host, args);
    if (tool.heavy) requireAccess(ctx);
    const key = cacheKey(tool, ctx, args, host);
    const stored = tool.cacheSeconds > 0 ? readCached(host.cache.getAll([key])[key]) : null;
    const rows = stored ?? runSync(tool.answer(args, ctx), host.http, policy(host, host.now()));
    if (!stored && tool.cacheSeconds > 0) cacheTable(host, new Map([[key, rows]]), tool.cacheSeconds);
    if (rows.length === 0) return '';
    const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
    const shownRows = rows.map((row) => padded(row.map(show), width));
    return shownRows.length === 1 && width === 1 ? shownRows[0]![0]! : shownRows;
  } catch (error) {
    return cellText(asTtError(error));
  }
}

function rowFormula(tool: RowTool, values: readonly unknown[], host: Host): Shown | Shown[][] {
  const grid = toGrid(values[0]);
  let args: Args;
  let answers: Map<Id, RowAnswer | TtError>;
  let width = 1;
  const cells = grid.map((row) => row.map(readCell));
  const flat = cells.flat();
  try {
    args = readArgs(tool, values);
    if ((grid[0]?.length ?? 1) > 1 && tool.columns(args).length > 1) {
      throw new TtError('INPUT', 'ids: one column of ids');
    }
    width = tool.columns(args).length;
    const ids = distinct(flat.filter((cell) => cell.kind === 'id').map((cell) => (cell as { id: Id }).id));
    answers = ids.length > 0 ? answerAll(tool, ids, args, host) : new Map();
  } catch (error) {
    const text = cellText(asTtError(error));
    return shape(grid, flat, () => [text]);
  }
  return shape(grid, flat, (cell) => answerCells(cell, answers), width);
}

function answerCells(cell: IdCell, answers: Map<Id, RowAnswer | TtError>): Shown[] {
  const wrong = cellError(cell);
  if (wrong) return [cellText(wrong)];
  const answer = cell.kind === 'id' ? answers.get(cell.id) : undefined;
  if (!answer) return [''];
  return answer instanceof TtError ? [cellText(answer)] : answer.cells.map(show);
}

/** One answered row for each row, or one cell for each cell of a range with several columns. */
function shape(
  grid: readonly unknown[][],
  flat: readonly IdCell[],
  answer: (cell: IdCell) => Shown[],
  least = 1,
): Shown | Shown[][] {
  const columns = grid[0]?.length ?? 1;
  const rows = flat.map((cell) => (cell.kind === 'blank' ? [''] : answer(cell)));
  if (columns > 1) {
    return grid.map((_row, r) => grid[r]!.map((_cell, c) => rows[r * columns + c]![0] ?? ''));
  }
  // Blank rows below the last id are not worth spilling over.
  while (rows.length > 1 && flat[rows.length - 1]!.kind === 'blank') rows.pop();
  const width = rows.reduce((most, row) => Math.max(most, row.length), least);
  if (rows.length === 1 && width === 1) return rows[0]![0] ?? '';
  return rows.map((row) => padded(row, width));
}

const padded = (row: Shown[], width: number): Shown[] => [
  ...row,
  ...new Array<Shown>(width - row.length).fill(''),
];

/** A single cell arrives as a value, a range as rows of values. */
function toGrid(value: unknown): unknown[][] {
  return Array.isArray(value) ? (value as unknown[][]) : [[value]];
}

/** Kept answers are the owner's too: switched off is off at once. Throws OFF or TOKEN. */
const requireAccess = (ctx: ToolContext): unknown => ctx.access;

/** From the cache, then step by step while there is time. */
function answerAll(tool: RowTool, ids: Id[], args: Args, host: Host): Map<Id, RowAnswer | TtError> {
  const ctx = context(host, args);
  requireAccess(ctx);
  const answers = new Map<Id, RowAnswer | TtError>();
  const common = cacheKey(tool, ctx, args, host);
  const keys = new Map(ids.map((id) => [id, common + id]));
  const stored = host.cache.getAll([...keys.values()]);
  for (const id of ids) {
    const rows = readCached(stored[keys.get(id)!]);
    if (rows) answers.set(id, { cells: rows[0] ?? [], cacheSeconds: 0 });
  }
  const started = host.now();
  const limits = policy(host, started);
  let open = ids.filter((id) => !answers.has(id));
  let size = tool.heavy ? Math.min(tool.idsPerStep, HEAVY_STEP) : tool.idsPerStep;
  while (open.length > 0 && host.now() - started < REQUEST_BUDGET_MS) {
    const step = open.slice(0, size);
    open = open.slice(step.length);
    const before = { at: host.now(), bytes: host.http.bytesRead() };
    const found = runStep(tool, step, args, ctx, host, limits);
    for (const [id, answer] of found) answers.set(id, answer);
    cacheRows(host, found, keys);
    size = nextSize(step.length, host.now() - before.at, host.http.bytesRead() - before.bytes);
  }
  return pendingRows(ids, answers);
}

/** As many ids as would have filled a step's time and traffic. */
function nextSize(ids: number, ms: number, bytes: number): number {
  const fit = Math.min(STEP_MS / Math.max(ms, 100), STEP_BYTES / Math.max(bytes, 10_000), 20);
  return Math.max(1, Math.floor(ids * fit));
}

/** One step's answers; a step that fails as a whole fails its rows alone. */
function runStep(
  tool: RowTool,
  step: Id[],
  args: Args,
  ctx: ToolContext,
  host: Host,
  limits: RunPolicy,
): Map<Id, RowAnswer | TtError> {
  try {
    return runSync(tool.answer(step, args, ctx), host.http, limits);
  } catch (error) {
    const ttError = asTtError(error);
    return new Map(step.map((id) => [id, ttError]));
  }
}

function pendingRows(ids: Id[], answers: Map<Id, RowAnswer | TtError>): Map<Id, RowAnswer | TtError> {
  const unanswered = (id: Id) => {
    const answer = answers.get(id);
    return answer === undefined || (answer instanceof TtError && answer.code === 'PENDING');
  };
  const open = ids.filter((id) => !answers.has(id));
  const doneCount = ids.length - ids.filter(unanswered).length;
  for (const id of open) {
    answers.set(id, new TtError('PENDING', `${doneCount} of ${ids.length} done. Refresh to go on`));
  }
  return answers;
}

function cacheRows(host: Host, found: Map<Id, RowAnswer | TtError>, keys: Map<Id, string>): void {
  const bySeconds = new Map<number, Map<string, OutputCell[][]>>();
  for (const [id, answer] of found) {
    if (answer instanceof TtError || answer.cacheSeconds === 0) continue;
    const seconds = Math.min(answer.cacheSeconds, CACHE_SECONDS);
    if (!bySeconds.has(seconds)) bySeconds.set(seconds, new Map());
    bySeconds.get(seconds)!.set(keys.get(id)!, [answer.cells]);
  }
  for (const [seconds, rows] of bySeconds) cacheTable(host, rows, seconds);
}

function cacheTable(host: Host, rows: Map<string, OutputCell[][]>, seconds: number): void {
  const values: Record<string, string> = {};
  for (const [key, cells] of rows) {
    const plain = cells.every((row) =>
      row.every((cell) => !(cell instanceof TtError || cell instanceof Date)),
    );
    const text = plain ? JSON.stringify(cells) : '';
    if (text !== '' && text.length < 90_000) values[key] = text;
  }
  if (Object.keys(values).length > 0) host.cache.putAll(values, Math.min(seconds, CACHE_SECONDS));
}

function readCached(text: string | undefined): OutputCell[][] | null {
  return text ? (JSON.parse(text) as OutputCell[][]) : null;
}

function cacheKey(tool: FormulaTool, ctx: ToolContext, args: Args, host: Host): string {
  const rest = tool.params
    .filter((param) => param.kind !== 'ids' && param.name !== 'datastack')
    .map((param) => JSON.stringify(args[param.name] ?? ''))
    .join('|');
  const { generation, server } = documentSettings(host);
  return `${ANSWER_GENERATION}|${tool.formula}|${generation}|${server}|${ctx.datastack}|${rest}|`;
}

function context(host: Host, args: Args): ToolContext {
  let access: Access | null = null;
  return {
    // Read when first needed: some functions ask nobody, and work without a token.
    get access() {
      access ??= formulaAccess(host);
      return access;
    },
    datastack: String(args.datastack ?? documentSettings(host).datastack),
    cache: host.keyValueCache,
    now: () => host.now(),
    tabs: tabsOf(host),
    interactive: true,
    get heavyRunner() {
      return formulaHeavy(host);
    },
  };
}

/** For one formula: what a refusal was confirmed by holds for all of its steps. */
function policy(host: Host, started: number): RunPolicy {
  return {
    now: () => host.now(),
    random: () => host.random(),
    deadline: started + REQUEST_BUDGET_MS,
    maxWaitMs: 8_000,
    confirmations: new Map(),
  };
}

function show(out: OutputCell): Shown {
  if (out === null) return '';
  if (out instanceof TtError) return cellText(out);
  if (typeof out === 'string' && out.length > CELL_CHARACTERS) {
    return cellText(
      new TtError(
        'BIG',
        `${out.length.toLocaleString('en-US')} characters; a cell holds 50,000. Use the sidebar`,
      ),
    );
  }
  return out;
}

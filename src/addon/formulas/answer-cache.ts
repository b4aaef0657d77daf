/** Caches the answers of formulas in the script cache: by tool, arguments, datastack, and id if there is one. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { ANSWER_GENERATION } from '../../tools/declaration/answer-generation';
import type { Args, FormulaTool, OutputCell, ToolContext } from '../../tools/declaration/declare';
import type { RowAnswers } from '../../tools/runner/row-answers';
import { documentSettings } from '../access/settings';
import type { Host } from '../interfaces/host';
import { sharedKeys, sharedRows, shareRows } from './long-columns';

/** The platform's maximum. */
const CACHE_SECONDS = 21_600;
/** The platform allows 100 KB per entry. */
const CHARACTERS = 90_000;
/** Rows of a run up to this number have an entry each, so that formulas that run side by side do not meet. */
const OWN_ENTRIES = 100;
/** The platform keeps 1,000. */
const MOST_ENTRIES = 900;

export const isLong = (ids: readonly Id[]): boolean => ids.length > OWN_ENTRIES;

/** The key that all answers to these arguments share; a row's key also has its id at the end. */
export function cacheKey(tool: FormulaTool, ctx: ToolContext, args: Args, host: Host): string {
  const rest = tool.params
    .filter((param) => param.kind !== 'ids' && param.name !== 'datastack')
    .map((param) => JSON.stringify(args[param.name] ?? ''))
    .join('|');
  const { generation, server } = documentSettings(host);
  return `${ANSWER_GENERATION}|${tool.formula}|${generation}|${server}|${ctx.datastack}|${rest}|`;
}

export function cachedTable(host: Host, key: string): OutputCell[][] | null {
  return read(host.cache.getAll([key])[key]);
}

export function cachedRows(host: Host, ids: readonly Id[], key: string): RowAnswers {
  const own = ids.slice(0, MOST_ENTRIES);
  const texts = host.cache.getAll([...own.map((id) => key + id), ...sharedKeys(ids, key)]);
  const answers = sharedRows(host, ids, key, texts, isLong(ids));
  for (const id of own) {
    const rows = read(texts[key + id]);
    if (rows) answers.set(id, { cells: rows[0] ?? [], cacheSeconds: 0 });
  }
  return answers;
}

/** Keeps the answers of a step; `isShared` in a long column. */
export function keepRows(host: Host, answers: RowAnswers, key: string, isShared: boolean): void {
  if (isShared) {
    shareRows(host, answers, key);
    return;
  }
  const bySeconds = new Map<number, Map<string, OutputCell[][]>>();
  for (const [id, answer] of answers) {
    if (answer instanceof TtError || answer.cacheSeconds === 0) continue;
    const seconds = Math.min(answer.cacheSeconds, CACHE_SECONDS);
    if (!bySeconds.has(seconds)) bySeconds.set(seconds, new Map());
    bySeconds.get(seconds)!.set(key + id, [answer.cells]);
  }
  for (const [seconds, rows] of bySeconds) keep(host, rows, seconds);
}

export function keepTable(host: Host, rows: OutputCell[][], key: string, seconds: number): void {
  keep(host, new Map([[key, rows]]), seconds);
}

function keep(host: Host, tables: ReadonlyMap<string, OutputCell[][]>, seconds: number): void {
  const values: Record<string, string> = {};
  for (const [key, cells] of tables) {
    const plain = cells.every((row) =>
      row.every((cell) => !(cell instanceof TtError || cell instanceof Date)),
    );
    const text = plain ? JSON.stringify(cells) : '';
    if (text !== '' && text.length < CHARACTERS) values[key] = text;
  }
  if (Object.keys(values).length > 0) host.cache.putAll(values, Math.min(seconds, CACHE_SECONDS));
}

const read = (text: string | undefined): OutputCell[][] | null =>
  text ? (JSON.parse(text) as OutputCell[][]) : null;

/**
 * Answers of long columns in the cache. Google keeps 1,000 entries: rows of a long column share entries, each with the
 * time of its answer, so that 100,000 rows fit. A column on which time ran out within the last half hour goes on from all its
 * answers: otherwise the first rows are out of date before the last ones are asked about.
 */
import type { Code } from '../../core/codes';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { OutputCell, RowAnswer } from '../../tools/declaration/declare';
import type { RowAnswers } from '../../tools/runner/row-answers';
import type { Host } from '../interfaces/host';

/** A prime, so that regular ids spread over all entries. Several functions fit into Google's 1,000. */
const ENTRIES = 251n;
/** The platform allows 100 KB per entry. */
const CHARACTERS = 90_000;
/** The platform's maximum. */
const CACHE_SECONDS = 21_600;
/** The next run of an unfinished column goes on if it comes within this time. */
const RESUME_SECONDS = 1800;

type ErrorText = { code: Code; message: string; shown: string };
type CellText = string | number | boolean | null | ErrorText;
/** Seconds since the epoch, seconds for which the answer may be used, and the answer. */
type SharedRow = [at: number, seconds: number, answer: CellText[] | ErrorText];
type Entry = Record<Id, SharedRow>;

const entryKey = (key: string, id: Id): string => `${key}#${BigInt(id) % ENTRIES}`;
const openKey = (key: string): string => `${key}#open`;

/** Keys of the entries that hold `ids`, and of the note that the column is unfinished. */
export const sharedKeys = (ids: readonly Id[], key: string): string[] => [
  openKey(key),
  ...new Set(ids.map((id) => entryKey(key, id))),
];

const secondsNow = (host: Host): number => Math.floor(host.now() / 1000);
const readEntry = (text: string | undefined): Entry => (text ? (JSON.parse(text) as Entry) : {});

/**
 * The answers that may be used now. `texts` is what the cache holds under `sharedKeys`; `isLongRun` allows to go on, which
 * a short run never needs.
 */
export function sharedRows(
  host: Host,
  ids: readonly Id[],
  key: string,
  texts: Readonly<Record<string, string>>,
  isLongRun: boolean,
): RowAnswers {
  const goesOn = isLongRun && Boolean(texts[openKey(key)]);
  const now = secondsNow(host);
  const entries = new Map<string, Entry>();
  const answers: RowAnswers = new Map();
  for (const id of ids) {
    const name = entryKey(key, id);
    if (!entries.has(name)) entries.set(name, readEntry(texts[name]));
    const row = entries.get(name)![id];
    if (row && now < row[0] + (goesOn ? CACHE_SECONDS : row[1])) {
      answers.set(id, toAnswer(row[2]));
    }
  }
  return answers;
}

/** Keeps the answers of a step. Other runs write to the same entries, so these are read again. */
export function shareRows(host: Host, answers: RowAnswers, key: string): void {
  const now = secondsNow(host);
  const rows = new Map<string, [Id, SharedRow][]>();
  for (const [id, answer] of answers) {
    const text = hasResumableError(answer) ? null : toText(answer);
    if (text === null) continue;
    const seconds = answer instanceof TtError ? 0 : Math.min(answer.cacheSeconds, CACHE_SECONDS);
    const name = entryKey(key, id);
    if (!rows.has(name)) rows.set(name, []);
    rows.get(name)!.push([id, [now, seconds, text]]);
  }
  if (rows.size === 0) return;
  const before = host.cache.getAll([...rows.keys()]);
  const values: Record<string, string> = {};
  for (const [name, found] of rows) {
    const entry: Entry = { ...readEntry(before[name]), ...Object.fromEntries(found) };
    let kept = Object.entries(entry).filter(([, row]) => now < row[0] + CACHE_SECONDS);
    let text = JSON.stringify(Object.fromEntries(kept));
    while (text.length > CHARACTERS) {
      kept = kept.slice(Math.ceil(kept.length / 2));
      text = JSON.stringify(Object.fromEntries(kept));
    }
    values[name] = text;
  }
  host.cache.putAll(values, CACHE_SECONDS);
}

/** Notes at the end of a run where the next one goes on from its answers; '' if all are there. */
export function noteUnfinished(host: Host, key: string, next: Id | ''): void {
  host.cache.putAll({ [openKey(key)]: next }, RESUME_SECONDS);
}

/** Where in `open` this run begins: ids on which time runs out each time do not keep the others from their turn. */
export function notedStart(host: Host, key: string, open: readonly Id[]): number {
  const name = openKey(key);
  return Math.max(0, open.indexOf(host.cache.getAll([name])[name] as Id));
}

const errorsOf = (answer: RowAnswer | TtError): TtError[] =>
  answer instanceof TtError ? [answer] : answer.cells.filter((cell) => cell instanceof TtError);

/** Time ran out on it. */
export const hasResumableError = (answer: RowAnswer | TtError): boolean =>
  errorsOf(answer).some(({ resumable }) => resumable);

/** A failure that the next request may not meet. */
export const hasTransientError = (answer: RowAnswer | TtError): boolean =>
  errorsOf(answer).some(({ transient }) => transient);

function toText(answer: RowAnswer | TtError): CellText[] | ErrorText | null {
  if (answer instanceof TtError) return errorText(answer);
  if (answer.cells.some((cell) => cell instanceof Date)) return null;
  return answer.cells.map((cell) => (cell instanceof TtError ? errorText(cell) : (cell as CellText)));
}

const errorText = ({ code, message, shown }: TtError): ErrorText => ({ code, message, shown });
const toError = ({ code, message, shown }: ErrorText): TtError => new TtError(code, message, { shown });

const toAnswer = (text: CellText[] | ErrorText): RowAnswer | TtError =>
  Array.isArray(text)
    ? {
        cells: text.map(
          (cell): OutputCell => (cell !== null && typeof cell === 'object' ? toError(cell) : cell),
        ),
        cacheSeconds: 0,
      }
    : toError(text);

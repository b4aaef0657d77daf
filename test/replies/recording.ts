/** Runs functions on recorded replies of the sandbox, one of them damaged; requests without a recording are sent. */
import { cellText, TtError } from '../../src/core/errors';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import { runSync, type SyncDriver } from '../../src/http/runner';
import type { OutputCell } from '../../src/tools/declaration/declare';
import { requireTool } from '../../src/tools/registry';
import { runTool } from '../../src/tools/runner/run-tool';
import { memory, NOW, type TestEnvironment } from '../support/sandbox-driver';

/** A function with its arguments, as a shell calls it. */
export interface Call {
  formula: string;
  values: readonly unknown[];
}

export interface RecordedExchange {
  request: HttpRequest;
  /** The body after the transport's own decompression. */
  body: Uint8Array;
  reply: HttpReply;
}

/** A cell's text, or `error` with its code. */
export type Outcome = { rows: string[][] } | { error: TtError } | { crash: unknown };

const keyOf = ({ method, url, body }: HttpRequest): string =>
  `${method} ${url} ${typeof body === 'string' ? body : Buffer.from(body ?? []).toString('base64')}`;

const show = (cell: OutputCell): string => (cell instanceof TtError ? cellText(cell) : JSON.stringify(cell));

export function replyOf(body: Uint8Array, like: HttpReply): HttpReply {
  return { ...like, text: () => Buffer.from(body).toString('utf8'), bytes: () => body };
}

/** All replies of a call, each once. */
export class Recording {
  private readonly known = new Map<string, RecordedExchange>();
  readonly whole: Outcome;

  constructor(
    private readonly cave: TestEnvironment,
    readonly call: Call,
  ) {
    this.whole = this.run(null);
  }

  get replies(): RecordedExchange[] {
    return [...this.known.values()].filter(({ reply }) => reply.status === 200 || reply.status === 201);
  }

  /** The outcome if every reply to one request is replaced. */
  with(recorded: RecordedExchange, damaged: HttpReply): Outcome {
    return this.run({ key: keyOf(recorded.request), reply: damaged });
  }

  private run(damage: { key: string; reply: HttpReply } | null): Outcome {
    const one = (request: HttpRequest): HttpReply => {
      const key = keyOf(request);
      if (damage?.key === key) return damage.reply;
      const kept = this.known.get(key);
      if (kept) return kept.reply;
      const [reply] = this.cave.driver.send([request]);
      if (damage === null)
        this.known.set(key, { request, body: Uint8Array.from(reply!.bytes()), reply: reply! });
      return reply!;
    };
    const driver: SyncDriver = { send: (requests) => requests.map(one), sleep: () => {} };
    const ctx = { ...this.cave.ctx(), cache: memory(), now: () => NOW };
    const work = runTool(requireTool('formula', this.call.formula), this.call.values, {
      contextFor: () => ctx,
      noIds: 'no ids',
    });
    try {
      const { rows } = runSync(work, driver, { now: () => NOW, random: () => 0.5, maxAttempts: 1 });
      return { rows: rows.map((row) => row.map(show)) };
    } catch (error) {
      return error instanceof TtError ? { error } : { crash: error };
    }
  }
}

export type Verdict = 'right' | 'error' | 'another';

/**
 * Classifies an outcome: the right one; an error instead of the whole, of some rows or of some cells; or anything else.
 * A failed id has one row, whatever number of rows it had.
 */
export function judge(whole: Outcome, found: Outcome): Verdict {
  if ('error' in found) return isVague(cellText(found.error)) ? 'another' : 'error';
  if (!('rows' in found) || !('rows' in whole)) return 'another';
  if (JSON.stringify(found.rows) === JSON.stringify(whole.rows)) return 'right';
  const failed = found.rows.filter((row) => row.some(isError));
  if (failed.length === 0 || failed.flat().some(isVague)) return 'another';
  // Compares cell by cell if the rows are the same; after an error, cells may be missing or blank.
  const matches = (row: string[], expected: string[] | undefined): boolean => {
    if (expected === undefined || !row.slice(expected.length).every(isError)) return false;
    const first = row.findIndex(isError);
    if (first === 0) return true;
    if (first < 0 && row.length < expected.length) return false;
    return row.every(
      (cell, k) => isError(cell) || cell === expected[k] || (first >= 0 && k > first && cell === 'null'),
    );
  };
  if (found.rows.length === whole.rows.length && found.rows.every((row, i) => matches(row, whole.rows[i])))
    return 'error';
  const ids = new Set(failed.filter((row) => row.length === 2 && isError(row[1]!)).map(([id]) => id));
  const rest = ({ rows }: { rows: string[][] }) => rows.filter(([id]) => !ids.has(id));
  const [left, target] = [rest(found), rest(whole)];
  return left.length === target.length && left.every((row, i) => matches(row, target[i]))
    ? 'error'
    : 'another';
}

/** An error, the verdict of a link whose view cannot be read, or the note that an id of a view was not checked. */
const isError = (cell: string): boolean =>
  cell.startsWith('#TT ') || cell === '"state gone"' || /^"?not checked whether .*\([A-Z]+\)"?$/.test(cell);

/** An unexpected error says that it is one, and names no service. */
const isVague = (text: string): boolean => /something broke/.test(text);

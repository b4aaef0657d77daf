/** Damaged replies: the answer is the right one or an error, never another answer. */

import { rng } from '@tracer-tools/cave/rng';
import { readArrow } from '../../src/cave/tables/arrow';
import { parseJson } from '../../src/core/json';
import { LONG } from '../../workbench/long';
import { testEnvironment } from '../support/sandbox-driver';
import { callsOf } from './calls';
import { KINDS, type Kind } from './damage';
import { judge, type RecordedExchange, Recording, replyOf } from './recording';

const cave = testEnvironment();
const calls = callsOf(cave);

/** Of all kinds, in the short run. */
const SHARE = 0.4;
const ROUNDS = LONG ? 8 : 1;
const rounds = <T>(list: readonly T[]): T[] => Array.from({ length: ROUNDS }, () => list).flat();

/**
 * Damage that leaves what the service might have sent: any JSON may be a stored view, bytes lost by chance within names
 * or numbers leave other names or numbers, and a record of a table may have keys that are not documented.
 */
function isPlausible({ request, body }: RecordedExchange, damaged: Uint8Array, kind: Kind): boolean {
  if (/\/nglstate\//.test(request.url)) return isJson(damaged);
  if (kind.chance === true)
    return isJson(damaged) || (tableForm(body) !== '' && tableForm(damaged) === tableForm(body));
  if (!/\/metadata$/.test(request.url)) return false;
  return !isJson(damaged) ? false : OPTIONAL_KEYS.some((key) => has(body, key) && !has(damaged, key));
}

/** Of a table's record: services and tables differ in them, and all are shown as they are. */
const OPTIONAL_KEYS = ['schema', 'pcg_table_name', 'segmentation_source', 'flat_segmentation_source'];
const has = (body: Uint8Array, key: string): boolean => Buffer.from(body).includes(`"${key}"`);

function isJson(body: Uint8Array): boolean {
  try {
    parseJson(Buffer.from(body).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

/** Columns and number of rows of an Arrow stream; '' for anything else. */
function tableForm(body: Uint8Array): string {
  try {
    const { columns, rows } = readArrow(body);
    return JSON.stringify([columns.map(({ name, kind }) => [name, kind]), rows]);
  } catch {
    return '';
  }
}

const difference = (whole: object, found: { rows: string[][] }): string => {
  const { rows } = whole as { rows: string[][] };
  const at = found.rows.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(rows[i]));
  return `${found.rows.length} rows for ${rows.length}; ${JSON.stringify(found.rows[at])} for ${JSON.stringify(rows[at])}`;
};

const total = { right: 0, error: 0, another: 0 };
afterAll(() => {
  const sum = total.right + total.error + total.another;
  console.log(
    `${KINDS.length} kinds of damage, ${calls.length} calls, ${sum} damaged replies: ${total.error} errors, ${total.right} right answers, ${total.another} others`,
  );
});

test('there are at least 50 kinds of damage', () => {
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  expect(KINDS.length).toBeGreaterThanOrEqual(50);
});

test.each(calls.map((call, i) => [call.formula, i + 1, call] as const))(
  '%s, seed %i',
  (_formula, seed, call) => {
    const recording = new Recording(cave, call);
    expect(recording.whole).toHaveProperty('rows');
    const random = rng(seed);
    const wrong: string[] = [];
    for (const recorded of rounds(recording.replies)) {
      // The control: the same reply, unharmed.
      expect(recording.with(recorded, replyOf(recorded.body, recorded.reply))).toEqual(recording.whole);
      for (const kind of KINDS) {
        if (!LONG && random() > SHARE) continue;
        const body = kind.damage(recorded.body, random);
        if (body === null || isPlausible(recorded, body, kind)) continue;
        const found = recording.with(recorded, replyOf(body, recorded.reply));
        const verdict = judge(recording.whole, found);
        total[verdict]++;
        if (verdict === 'another') {
          const message =
            'rows' in found
              ? difference(recording.whole, found)
              : String('crash' in found ? found.crash : found.error);
          wrong.push(
            `${kind.name}: ${recorded.request.url.replace(/^.*\/api/, '').slice(0, 70)}: ${message.slice(0, 100)}`,
          );
        }
      }
    }
    expect(wrong).toEqual([]);
  },
);

/** Replies that a proxy, a sign-in page or a gateway gives in the service's place. */
const PAGE = '<!doctype html><html><body>Sign in</body></html>';
const ELSEWHERE = { location: 'https://accounts.google.com/signin' };
const STATUSES: [name: string, status: number, headers: Record<string, string>, body: string][] = [
  ['no content', 204, {}, ''],
  ['reset', 205, {}, ''],
  ['a part', 206, { 'content-range': 'bytes 0-9/99' }, '[1, 2, 3, 4'],
  ['the body, not final', 203, {}, PAGE],
  ['moved', 301, ELSEWHERE, ''],
  ['to a sign-in page', 302, ELSEWHERE, PAGE],
  ['not changed', 304, {}, ''],
  ['a bad request', 400, {}, PAGE],
  ['not found, as a page', 404, { 'content-type': 'text/html' }, PAGE],
  ['gone', 410, {}, ''],
  ['refused for legal reasons', 451, {}, PAGE],
  ['an unknown answer of a gateway', 520, {}, PAGE],
];

test.each(calls.map((call, i) => [call.formula, i + 101, call] as const))(
  '%s, other answers with another status, seed %i',
  (_formula, seed, call) => {
    const recording = new Recording(cave, call);
    const random = rng(seed);
    const wrong: string[] = [];
    for (const recorded of recording.replies) {
      for (const [name, status, headers, body] of STATUSES) {
        if (!LONG && random() > SHARE) continue;
        // What materialize itself says of a table that is in no version.
        if (status === 404 && /\/metadata$/.test(recorded.request.url)) continue;
        const reply = { ...replyOf(new Uint8Array(Buffer.from(body)), recorded.reply), status, headers };
        const found = recording.with(recorded, reply);
        const verdict = judge(recording.whole, found);
        total[verdict]++;
        if (verdict === 'another')
          wrong.push(
            `${name}: ${recorded.request.url.replace(/^.*\/api/, '').slice(0, 70)}: ${'rows' in found ? difference(recording.whole, found) : JSON.stringify(found)}`.slice(
              0,
              300,
            ),
          );
      }
    }
    expect(wrong).toEqual([]);
  },
);

/**
 * Every kind of event at service calls of a run and of its Undo, and mixed events at random. Afterwards no value stands
 * on a wrong row, no foreign cell is changed, and Undo is exact. Here every kind is tried at one call of a run and one of
 * Undo. `npm run test:long` tries each kind on each sheet at every 20th call, 15,000 plays; SWEEP_STRIDE=1 tries every call,
 * 300,000 plays in some 13 hours; SWEEP_OFFSET moves the places.
 */

import { createCaveSandbox } from '@tracer-tools/cave';
import { CAVE_ORIGIN as ORIGIN, START, workbench } from '../../workbench/addon/workbench';
import { casesOf, LONG } from '../../workbench/long';
import { random } from '../../workbench/random';
import { answersOf } from '../../workbench/sweep/drive';
import { EVENTS } from '../../workbench/sweep/events/events';
import { type PlayOptions, play } from '../../workbench/sweep/play';
import { smallNeurons } from '../../workbench/sweep/pool';
import { type SheetCase, sheetCases } from '../../workbench/sweep/sheets';
import type { Strike } from '../../workbench/sweep/strikes';

const ONLY_SHEET = process.env.SWEEP_SHEET;
const ONLY_EVENT = process.env.SWEEP_EVENT;
/** Of the calls of a run one in so many is tried; 0: each kind on one of the sheets alone, at one place. */
const STRIDE = Number(process.env.SWEEP_STRIDE ?? (LONG ? 20 : 0));
const OFFSET = Number(process.env.SWEEP_OFFSET ?? 0);
const MIXED = Number(process.env.SWEEP_MIXED ?? (LONG ? 2500 : 25));
const KEEPING = Number(process.env.SWEEP_KEEPING ?? casesOf(5, 500));
const FIRST = Number(process.env.FIRST_SEED ?? 1);
const SHOWN = 40;

const cave = createCaveSandbox({ origin: ORIGIN, now: () => START });
const pool = smallNeurons(cave, 4, 3);
const bench = workbench({ cave });
const answers = answersOf(bench, pool);
const sheets = sheetCases(pool).filter(({ name }) => !ONLY_SHEET || name === ONLY_SHEET);
const kinds = EVENTS.filter(
  ({ name }) => !ONLY_EVENT || ONLY_EVENT.split('|').some((part) => name.includes(part)),
);
let plays = 0;

function wrongIn(options: Omit<PlayOptions, 'pool'>): string[] {
  plays++;
  return play(bench, answers, { pool, ...options }).wrong;
}

const calm = new Map(
  sheets.map((sheet) => [
    sheet.name,
    play(bench, answers, { sheet, pool, seed: 1, strikes: [], undoStrikes: [] }),
  ]),
);

/** Places from 1 to `calls`, other ones for each kind. */
function places(calls: number, kind: number, sheet: SheetCase): number[] {
  if (STRIDE === 0) {
    if (kind % sheets.length !== sheets.indexOf(sheet)) return [];
    return [1 + ((kind * 37) % calls)];
  }
  const list: number[] = [];
  for (let at = 1 + ((kind * 7 + OFFSET) % STRIDE); at <= calls; at += STRIDE) list.push(at);
  return list;
}

test('undisturbed, every sheet is right, and right again after Undo', () => {
  expect([...calm.values()].flatMap(({ wrong }) => wrong)).toEqual([]);
});

test.each(sheets)(
  '$name: each kind of event at calls of a run',
  (sheet) => {
    const wrong: string[] = [];
    const { calls } = calm.get(sheet.name)!;
    kinds.forEach((event, kind) => {
      for (const at of places(calls, kind, sheet)) {
        if (wrong.length < SHOWN)
          wrong.push(...wrongIn({ sheet, seed: at + kind, strikes: [{ event, at }], undoStrikes: [] }));
      }
    });
    expect(wrong).toEqual([]);
  },
  3_600_000,
);

test.each(sheets)(
  '$name: each kind of event at calls of Undo',
  (sheet) => {
    const wrong: string[] = [];
    const { undoCalls } = calm.get(sheet.name)!;
    kinds.forEach((event, kind) => {
      for (const at of places(undoCalls, kind, sheet)) {
        if (wrong.length < SHOWN)
          wrong.push(...wrongIn({ sheet, seed: at + kind, strikes: [], undoStrikes: [{ event, at }] }));
      }
    });
    expect(wrong).toEqual([]);
  },
  3_600_000,
);

/** Up to three events in the run, and up to three in its Undo. */
function mixedPlays(count: number, from: number, replace: boolean): string[] {
  const wrong: string[] = [];
  for (let seed = from; seed < from + count && wrong.length < SHOWN; seed++) {
    const next = random(seed);
    const sheet = sheets[Math.floor(next() * sheets.length)]!;
    const { calls, undoCalls } = calm.get(sheet.name)!;
    const some = (below: number): Strike[] =>
      Array.from({ length: Math.floor(next() * 4) }, () => ({
        event: kinds[Math.floor(next() * kinds.length)]!,
        at: 1 + Math.floor(next() * below),
      }));
    const strikes = some(calls);
    const undoStrikes = some(undoCalls);
    if (strikes.length + undoStrikes.length === 0)
      strikes.push({ event: kinds[0]!, at: 1 + Math.floor(next() * calls) });
    wrong.push(...wrongIn({ sheet, seed, strikes, undoStrikes, replace }));
  }
  return wrong;
}

test(`${MIXED} mixed interleavings of 1 to 6 events, seeds from ${FIRST}`, () => {
  expect(mixedPlays(MIXED, FIRST, true)).toEqual([]);
}, 3_600_000);

test(`${KEEPING} where filled cells are kept, seeds from ${FIRST}`, () => {
  expect(mixedPlays(KEEPING, FIRST, false)).toEqual([]);
}, 3_600_000);

afterAll(() => {
  const calls = [...calm]
    .map(([name, { calls: run, undoCalls }]) => `${name} ${run} + ${undoCalls}`)
    .join(', ');
  console.info(`${plays} interleavings; service calls of a run and its Undo: ${calls}`);
});

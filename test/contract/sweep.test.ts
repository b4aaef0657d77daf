/**
 * Every kind of event at service calls of a run and of its Undo, and mixed events at random. Afterwards no value stands
 * on a wrong row, no foreign cell is changed, and Undo is exact. Here every kind is tried at one call of a run and one of
 * Undo, on one sheet. `npm run test:long` tries each kind on each sheet at every call; where an event has the same effect
 * at several calls in a row, one play stands for them all (workbench/sweep/equal-places.ts). SWEEP_STRIDE=20 plays every
 * 20th call alone, SWEEP_OFFSET moves them; SWEEP_SHEET and SWEEP_EVENT choose; SWEEP_PART=2/3 is the second of three
 * shares of the sheets and seeds.
 */

import { createCaveSandbox } from '@tracer-tools/cave';
import { CAVE_ORIGIN as ORIGIN, START, workbench } from '../../workbench/addon/workbench';
import { casesOf, LONG } from '../../workbench/long';
import { random } from '../../workbench/random';
import { answersOf } from '../../workbench/sweep/drive';
import { EVENTS } from '../../workbench/sweep/events/events';
import { ForkedPlays } from '../../workbench/sweep/forked-plays';
import { type PlayOptions, play } from '../../workbench/sweep/play';
import { smallNeurons } from '../../workbench/sweep/pool';
import { type SheetCase, sheetCases } from '../../workbench/sweep/sheets';
import type { Strike } from '../../workbench/sweep/strikes';

const ONLY_SHEET = process.env.SWEEP_SHEET;
const ONLY_EVENT = process.env.SWEEP_EVENT;
/** Of the calls of a run one in so many is tried; 0: each kind on one of the sheets alone, at one place. */
const STRIDE = Number(process.env.SWEEP_STRIDE ?? (LONG ? 1 : 0));
const [PART, PARTS] = (process.env.SWEEP_PART ?? '1/1').split('/').map(Number) as [number, number];
const isMine = (index: number): boolean => index % PARTS === PART - 1;
/** An event chooses its row, id or direction at random, in so many ways, one after the other. */
const DETAILS = 3;
const OFFSET = Number(process.env.SWEEP_OFFSET ?? 0);
const MIXED = Number(process.env.SWEEP_MIXED ?? casesOf(15, 2500));
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

/** The forked plays of each sheet. */
const forks = new Map<string, ForkedPlays>();
function forksOf(sheet: SheetCase): ForkedPlays {
  if (!forks.has(sheet.name)) forks.set(sheet.name, new ForkedPlays(bench, answers, { sheet, pool }));
  return forks.get(sheet.name)!;
}

/** Every `STRIDE`th of these places, shifted for each kind; with STRIDE 0, one place on one sheet per kind. */
function chosen(places: readonly number[], kind: number, sheet: SheetCase): number[] {
  if (places.length === 0) return [];
  if (STRIDE === 0)
    return kind % sheets.length === sheets.indexOf(sheet) ? [places[(kind * 37) % places.length]!] : [];
  return places.filter((_place, i) => (i + kind * 7 + OFFSET) % STRIDE === 0);
}

test('undisturbed, every sheet is right, and right again after Undo', () => {
  expect(sheets.map((sheet) => forksOf(sheet).calls('run').length)).not.toContain(0);
});

const counts: string[] = [];

describe.each(['run', 'undo'] as const)('%s', (phase) => {
  test.each(sheets.filter((_sheet, i) => isMine(i)))(
    '$name: each kind of event at its calls',
    (sheet) => {
      const forked = forksOf(sheet);
      const before = { plays: forked.plays, known: forked.known };
      const wrong: string[] = [];
      let places = 0;
      kinds.forEach((event, kind) => {
        let [equalTo, played] = [0, 0];
        for (const at of chosen(forked.places(event, phase), kind, sheet)) {
          if (wrong.length >= SHOWN) return;
          places++;
          if (STRIDE === 1 && at <= equalTo) continue;
          const seed = 2 * (kind * DETAILS + (played++ % DETAILS)) + 1;
          const play = forked.playAll(event, phase, at, seed);
          equalTo = play.equalTo;
          wrong.push(...play.wrong);
        }
      });
      const ended = wrong.filter((line) => line.startsWith(`${sheet.name}, seed`)).length;
      const played = forked.plays - before.plays;
      counts.push(
        `${sheet.name}, ${phase}: ${ended} wrong at ${places} places (${kinds.length} kinds, ${forked.calls(phase).length} calls), ${played} plays, ${forked.known - before.known} of them to a known state`,
      );
      plays += played;
      expect(wrong).toEqual([]);
    },
    36_000_000,
  );
});

/** Up to three events in the run, and up to three in its Undo. */
function mixedPlays(count: number, from: number, replace: boolean): string[] {
  const wrong: string[] = [];
  for (let seed = from; seed < from + count && wrong.length < SHOWN; seed++) {
    if (!isMine(seed)) continue;
    const next = random(seed);
    const sheet = sheets[Math.floor(next() * sheets.length)]!;
    const calls = forksOf(sheet).calls('run').length;
    const undoCalls = forksOf(sheet).calls('undo').length;
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
  console.info(`${plays} interleavings\n${counts.join('\n')}`);
});

/** The bench counts what it claims: a row without work, time or agreement fails. */
import { medianRatios, printRatios, type Ratio, requireWork } from '../../bench/ratio';

const GOOD: Ratio = {
  what: 'hull',
  ours: 2,
  work: [12, 'faces'],
  other: 'scipy',
  theirs: 4,
  goal: 0.4,
  note: 'x',
};

test('a row with work is printed, with what it missed', () => {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const missed = printRatios('geometry', [
    GOOD,
    { ...GOOD, other: 'nobody', theirs: null },
    { ...GOOD, ours: 1 },
  ]);
  log.mockRestore();
  expect(missed).toEqual(['geometry, hull, scipy: goal ≤ 0.40 MISSED']);
  expect(lines[2]).toMatch(/^hull +12 faces +2\.00 +scipy +4\.00 +0\.50 +≤ 0\.40 MISSED +x *$/);
  expect(lines[3]).toContain('not run');
});

test('a goal is held against processor time where both sides were counted', () => {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  printRatios('geometry', [
    { ...GOOD, ours: 9, processor: { ours: 1, theirs: 4 } },
    { ...GOOD, ours: 1, processor: { ours: 3, theirs: 4 } },
  ]);
  log.mockRestore();
  expect(lines[2]).toMatch(/ 4\.00 +2\.3 +0\.25 +≤ 0\.40 +x *$/);
  expect(lines[3]).toMatch(/ 4\.00 +0\.25 +0\.75 +≤ 0\.40 MISSED +x *$/);
});

test('where the clock counts, each of the two that misses the goal is named', () => {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const row = (ours: number, cpu: number): Ratio => ({
    ...GOOD,
    ours,
    processor: { ours: cpu, theirs: 4 },
    clockCounts: true,
  });
  printRatios('stores', [row(1, 1), row(9, 1), row(1, 9), row(9, 9)]);
  printRatios('stores', [{ ...GOOD, clockCounts: true }]);
  log.mockRestore();
  const goals = lines.map((line) => /≤ 0\.40.*(?= x)/.exec(line)?.[0].trim()).filter(Boolean);
  expect(goals).toEqual([
    '≤ 0.40',
    '≤ 0.40 MISSED: clock',
    '≤ 0.40 MISSED: processor',
    '≤ 0.40 MISSED: clock, processor',
    '≤ 0.40 MISSED',
  ]);
});

test.each<[string, Partial<Ratio>, string]>([
  ['nothing done', { work: [0, 'faces'] }, 'hull: 0 faces, so that nothing was measured'],
  ['nothing counted', { work: [Number.NaN, 'faces'] }, 'NaN faces'],
  ['no time of ours', { ours: 0 }, 'it took 0 ms'],
  ['no figure of ours', { ours: Number.NaN }, 'it took NaN ms'],
  ['no time of theirs', { theirs: 0 }, 'scipy took 0 ms'],
  ['no processor time', { processor: { ours: 0, theirs: 4 } }, '0 and 4 ms of the processor'],
  ['other answers', { differs: true, note: '3 of 4' }, 'another answer than scipy’s: 3 of 4'],
])('%s', (_name, wrong, words) => {
  expect(() => requireWork({ ...GOOD, ...wrong })).toThrow(words);
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  expect(() => printRatios('geometry', [GOOD, { ...GOOD, ...wrong }])).toThrow(words);
  log.mockRestore();
});

test('several runs: medians, and the least and the greatest ratio', () => {
  const runs = [
    { ...GOOD, ours: 1, theirs: 4, processor: { ours: 2, theirs: 4 } },
    { ...GOOD, ours: 3, theirs: 4, processor: { ours: 1, theirs: 4 } },
    { ...GOOD, ours: 2, theirs: 10, processor: { ours: 1, theirs: 8 } },
  ];
  const [row] = medianRatios(runs.map((run) => [run]));
  expect(row).toMatchObject({ ours: 2, theirs: 4, processor: { ours: 1, theirs: 4 } });
  expect(row!.spread).toEqual({ clock: [0.2, 0.75], processor: [0.125, 0.5] });
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  printRatios('geometry', [row!]);
  log.mockRestore();
  expect(lines[2]).toMatch(/ 0\.50 \(0\.20–0\.75\) +0\.25 \(0\.13–0\.50\) +≤ 0\.40 +x *$/);
});

test('several runs: one without work fails, as does one that measured something else; one run stays as it is', () => {
  expect(() => medianRatios([[GOOD], [{ ...GOOD, work: [0, 'faces'] }]])).toThrow('hull: 0 faces');
  expect(() => medianRatios([[GOOD], [{ ...GOOD, other: 'CGAL' }]])).toThrow('measured something else');
  expect(() => medianRatios([[GOOD, GOOD], [GOOD]])).toThrow('measured something else');
  expect(medianRatios([[GOOD]])).toEqual([GOOD]);
  const [row] = medianRatios([1, 2, 3].map(() => [{ ...GOOD, theirs: null }]));
  expect(row).toMatchObject({ theirs: null, spread: { clock: null, processor: null } });
});

test('no rows at all', () => {
  expect(() => printRatios('geometry', [])).toThrow('geometry: nothing was measured');
});

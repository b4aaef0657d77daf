/** What a run has done, from its lines alone. */
import { copyCounter, isBlank, WriteRecord } from '../../../src/addon/jobs/write-record';
import type { RowValues } from '../../../src/addon/sheet/column-snapshot';
import type { WriteRecordLine } from '../../../src/addon/sheet/write-record';
import { random } from '../../../workbench/random';

const line = (id: string, more: Partial<WriteRecordLine> = {}): WriteRecordLine => ({
  id,
  copy: 0,
  state: 'done',
  before: {},
  after: {},
  ...more,
});

test('an empty ledger knows nothing', () => {
  const ledger = new WriteRecord([]);
  expect([ledger.isKnown('1'), ledger.isDone('1'), ledger.attempts('1'), ledger.doneCount()]).toEqual([
    false,
    false,
    0,
    0,
  ]);
  expect([ledger.after('1'), ledger.before('1', 0, 'share'), ledger.keys()]).toEqual([{}, undefined, []]);
});

test('planned, asked in vain, done, and planned again', () => {
  const lines = [
    line('1', { state: 'planned' }),
    line('1', { state: 'again' }),
    line('1', { state: 'again', copy: 1 }),
  ];
  const again = new WriteRecord(lines);
  expect([again.isKnown('1'), again.isDone('1'), again.attempts('1')]).toEqual([true, false, 1]);
  const done = new WriteRecord([...lines, line('1', { after: { share: 1 } })]);
  expect([done.isDone('1'), done.attempts('1'), done.doneCount()]).toEqual([true, 1, 1]);
  const retried = new WriteRecord([
    ...lines,
    line('1', { after: { share: 1 } }),
    line('1', { state: 'planned' }),
  ]);
  expect([retried.isDone('1'), retried.attempts('1'), retried.after('1')]).toEqual([false, 0, { share: 1 }]);
});

test('a copy that came later held what the first one held', () => {
  const ledger = new WriteRecord([
    line('1', { before: { share: 'a' } }),
    line('1', { copy: 1, before: { share: 'b' } }),
  ]);
  expect([0, 1, 2].map((copy) => ledger.before('1', copy, 'share'))).toEqual(['a', 'b', 'a']);
});

test('what the run wrote is known anywhere under its header, blanks never', () => {
  const ledger = new WriteRecord([line('1', { after: { share: 0.5, note: '' } })]);
  expect([ledger.isOurs('share', 0.5), ledger.isOurs('share', '0.5'), ledger.isOurs('note', '')]).toEqual([
    true,
    false,
    false,
  ]);
  expect([
    ledger.wroteText('share', '0.5'),
    ledger.wroteText('note', ''),
    ledger.wroteText('x', '1'),
  ]).toEqual([true, false, false]);
});

test('seeds 1–200: any lines give the first `before` and the last `after`', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const some = (): RowValues =>
      Object.fromEntries(
        ['a', 'b', 'c'].filter(() => next() < 0.5).map((h) => [h, Math.floor(next() * 1e6)]),
      );
    const lines = Array.from({ length: Math.floor(next() * 40) }, () =>
      line(pick(['1', '2', 'constructor']), {
        copy: pick([0, 1]),
        state: pick(['done', 'again']),
        before: some(),
        after: some(),
      }),
    );
    const ledger = new WriteRecord(lines);
    for (const id of ['1', '2', 'constructor']) {
      const own = lines.filter((each) => each.id === id);
      expect(ledger.isDone(id)).toBe(own.at(-1)?.state === 'done');
      for (const header of ['a', 'b', 'c']) {
        const written = own.filter(({ after }) => header in after);
        expect(ledger.after(id)[header]).toBe(written.at(-1)?.after[header]);
        for (const copy of [0, 1]) {
          const held = own.filter((each) => each.copy === copy);
          const first = (held.length > 0 ? held : own.filter((each) => each.copy === 0)).find(
            ({ before }) => header in before,
          );
          expect(ledger.before(id, copy, header)).toBe(first?.before[header]);
        }
      }
    }
  }
});

test('copies are counted from top to bottom', () => {
  const copyOf = copyCounter();
  expect(['1', '2', '1', '1', '2'].map(copyOf)).toEqual([0, 0, 1, 2, 1]);
});

test.each([
  ['', true],
  [null, true],
  [undefined, true],
  [0, false],
  [false, false],
  [' ', false],
])('%p is blank: %p', (cell, blank) => {
  expect(isBlank(cell)).toBe(blank);
});

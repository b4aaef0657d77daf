/** What a run has done, from its lines alone. */
import { plannedLine, WriteRecord } from '../../../src/addon/jobs/write-record';
import { random } from '../../../workbench/random';
import { recordLine } from '../../support/write-record-line';

const entriesOf = (record: WriteRecord) =>
  Array.from({ length: record.length }, (_x, i) => record.entryAt(i));

test('an empty record knows nothing', () => {
  const record = new WriteRecord([]);
  expect([record.isKnown('1'), record.isDone('1'), record.attempts('1')]).toEqual([false, false, 0]);
  expect([record.after('1'), record.before('1', 'share'), [...record.keys()], entriesOf(record)]).toEqual([
    {},
    undefined,
    [],
    [],
  ]);
});

test('planned, asked in vain, done, and planned again', () => {
  const lines = [
    plannedLine('1'),
    recordLine('1', { state: 'again' }),
    recordLine('1', { state: 'again', row: 2 }),
  ];
  const again = new WriteRecord(lines);
  expect([again.isKnown('1'), again.isDone('1'), again.attempts('1')]).toEqual([true, false, 1]);
  const done = new WriteRecord([...lines, recordLine('1', { after: { share: 1 } })]);
  expect([done.isDone('1'), done.attempts('1')]).toEqual([true, 1]);
  const retried = new WriteRecord([...lines, recordLine('1', { after: { share: 1 } }), plannedLine('1')]);
  expect([retried.isDone('1'), retried.attempts('1'), retried.after('1')]).toEqual([false, 0, { share: 1 }]);
});

test('each row has its own old value, and a number of its own', () => {
  const record = new WriteRecord([
    recordLine('1', { before: { share: { value: 'a' } }, mark: ['n:1'] }),
    recordLine('1', { row: 2, before: { share: { value: 'b' } } }),
    recordLine('', { row: 3, state: 'held', before: { share: { value: 'c' } } }),
  ]);
  expect(entriesOf(record).map(({ row, before }) => [row, before.share!.value])).toEqual([
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ]);
  expect(record.before('1', 'share')).toEqual({ value: 'a' });
  expect([record.nextRow(), record.nextRow()]).toEqual([4, 5]);
  expect(record.isKnown('')).toBe(false);
});

test('rows stand by their number, though the lines of rows that wait came first', () => {
  const record = new WriteRecord([
    recordLine('', { row: 2, state: 'held' }),
    recordLine('4', { row: 4, state: 'held' }),
  ]);
  for (const row of [1, 3]) record.add(recordLine(String(row), { row }));
  expect(entriesOf(record).map(({ row }) => row)).toEqual([1, 2, 3, 4]);
  expect([record.keyAt(0), record.keyAt(3)]).toEqual(['1', '4']);
  record.add(recordLine('5', { row: record.nextRow() }));
  expect(entriesOf(record).map(({ key }) => key)).toEqual(['1', '', '3', '4', '5']);
});

test('a row whose id was changed keeps its old value, and not what was written for the id before', () => {
  const record = new WriteRecord([
    recordLine('1', { before: { share: { value: 'a' } }, after: { share: 1 } }),
    recordLine('2', { after: { current_id: '5' } }),
  ]);
  expect(entriesOf(record)).toMatchObject([
    { key: '2', before: { share: { value: 'a' } }, after: { current_id: '5' } },
  ]);
  expect(entriesOf(record)[0]!.after).not.toHaveProperty('share');
});

test('a cell that an array fills was not written', () => {
  const record = new WriteRecord([
    recordLine('1', {
      before: { share: { value: 8 } },
      after: { share: 1, current_id: '5' },
      beside: { notes: { value: 'soma' } },
    }),
    recordLine('1', { state: 'array', before: { share: { value: '' } } }),
  ]);
  expect(record.besideAt(0)).toEqual({ notes: { value: 'soma' } });
  expect(entriesOf(record)[0]).toMatchObject({
    before: { share: { value: '' } },
    after: { current_id: '5' },
  });
  expect(record.isDone('1')).toBe(true);
});

test('what the run wrote is known anywhere in its column, blanks never', () => {
  const record = new WriteRecord([
    recordLine('1', { before: { share: { value: 'old' } }, after: { share: 0.5, note: '' } }),
  ]);
  expect([record.isOurs('share', 0.5), record.isOurs('share', 1), record.isOurs('note', '')]).toEqual([
    true,
    false,
    false,
  ]);
  expect([record.wroteAnywhere(0.5), record.wroteAnywhere('old'), record.isHeld('old')]).toEqual([
    true,
    false,
    true,
  ]);
});

test('seeds 1–200: any lines give the last `before` that was noted and the last `after`', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const some = () => ['a', 'b', 'c'].filter(() => next() < 0.5);
    const number = () => Math.floor(next() * 1e6);
    const lines = Array.from({ length: Math.floor(next() * 40) }, () =>
      recordLine(pick(['1', 'constructor']), {
        row: pick([1, 2]),
        state: pick(['done', 'again']),
        before: Object.fromEntries(some().map((name) => [name, { value: number() }])),
        after: Object.fromEntries(some().map((name) => [name, number()])),
      }),
    );
    const record = new WriteRecord(lines);
    for (const id of ['1', 'constructor']) {
      const own = lines.filter((each) => each.id === id);
      expect(record.isDone(id)).toBe(own.at(-1)?.state === 'done');
      for (const name of ['a', 'b', 'c']) {
        expect(record.after(id)[name]).toBe(own.filter(({ after }) => name in after).at(-1)?.after[name]);
      }
    }
    for (const { row, before } of entriesOf(record)) {
      const own = lines.filter((each) => each.row === row);
      for (const name of ['a', 'b', 'c']) {
        expect(before[name]).toEqual(own.filter((each) => name in each.before).at(-1)?.before[name]);
      }
    }
  }
});

test('a header with a name of the language is a header as any', () => {
  const record = new WriteRecord([
    recordLine('1', {
      after: { share: 1 },
      beside: { ['__proto__']: { value: 'a' }, toString: { value: 'b' } },
    }),
  ]);
  expect(Object.entries(record.besideAt(0))).toEqual([
    ['__proto__', { value: 'a' }],
    ['toString', { value: 'b' }],
  ]);
});

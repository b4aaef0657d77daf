/**
 * Freeze, its Undo and the removal of a row, while rows and columns move at each call of the write: all is right, or the
 * message names the cells and what is gone.
 */
import { Kill } from '@tracer-tools/apps-script';
import { type Workbench, workbench } from '../../workbench/addon/workbench';
import { LONG } from '../../workbench/long';

let bench: Workbench;
beforeAll(() => {
  bench = workbench();
});

const ROWS = 3;
const STEP = LONG ? 1 : 3;
const fill = (): void => {
  bench.put(
    1,
    1,
    Array.from({ length: bench.grid.lastRow() + 2 }, () => new Array<string>(8).fill('')),
  );
  // No function of ours has this name: no script runs for its cells.
  bench.put(1, 1, [
    ['name', 'note', 'answer', 'mine'],
    ...Array.from({ length: ROWS }, (_x, i) => [`k${i}`, `n${i}`, `=TT_NOTHING(A${i + 2})`, `m${i}`]),
    ['below', 'the table', 'own text', 'm9'],
  ]);
  bench.book.settle();
};

/** Texts that are no answers, in every cell of the tab. */
const texts = (): string[] => {
  const box = { row: 1, column: 1, rows: bench.grid.lastRow(), columns: 8 };
  return bench.grid
    .shown(box)
    .flat()
    .filter((text) => text !== '' && !text.startsWith('#'))
    .sort();
};

type Answer = ReturnType<Workbench['attempt']>;

function playAt(call: number, run: () => Answer, happen: () => void): { answer: Answer; was: boolean } {
  let calls = 0;
  bench.host.hooks.beforeCall = (service) => {
    if (!/Sheet|Range/.test(service) || calls++ !== call) return;
    bench.host.hooks.beforeCall = undefined;
    happen();
  };
  const answer = run();
  const was = bench.host.hooks.beforeCall === undefined;
  bench.host.hooks.beforeCall = undefined;
  bench.book.settle();
  return { answer, was };
}

const words = (answer: Answer): string => ('ok' in answer && !answer.ok ? answer.error.message : '');

const freeze = () => bench.attempt('freezeTab', [bench.grid.id, 'TT_NOTHING']);
const undo = () => bench.attempt('undo', []);
const EVENTS: [string, () => void][] = [
  ['a row is inserted above', () => bench.grid.insertRows(2, 1)],
  ['a row is inserted inside', () => bench.grid.insertRows(4, 1)],
  ['a row is deleted', () => bench.grid.deleteRows(3, 1)],
  ['a column is inserted on the left', () => bench.grid.insertColumns(2, 1)],
  ['rows are moved', () => bench.grid.moveRows(2, 1, 4)],
];

test.each(
  EVENTS.flatMap(([what, happen]) => [
    [`freeze, ${what}`, happen, () => {}, freeze] as const,
    [`undo of freeze, ${what}`, happen, freeze, undo] as const,
  ]),
)('%s, at each call: nothing is lost without a word', (_what, happen, prepare, run) => {
  let told = 0;
  let call = 0;
  for (; ; call += STEP) {
    fill();
    prepare();
    // What the event alone leaves.
    const before = texts();
    const { answer, was } = playAt(call, run, happen);
    if (!was) break;
    const now = texts();
    const deleted = happen === EVENTS[2]![1] ? ['k1', 'm1', 'n1'] : [];
    const lost = before.filter((text) => !now.includes(text) && !deleted.includes(text));
    const said = words(answer);
    if (said.includes('moved in the moment')) told++;
    for (const text of lost) expect([call, said]).toEqual([call, expect.stringContaining(`held ${text}`)]);
  }
  expect(call).toBeGreaterThan(10);
  expect(told).toBeGreaterThan(0);
});

test('undo of freeze, killed at each call: each formula is in its cell, or the value, and none is lost', () => {
  for (let call = 0; ; call += STEP) {
    fill();
    freeze();
    const before = texts();
    const kill = () => {
      throw new Kill('power loss');
    };
    if (!playAt(call, undo, kill).was) break;
    expect([call, texts()]).toEqual([call, before]);
    expect(
      bench
        .shown(2, 3, ROWS, 1)
        .flat()
        .every((text) => text.startsWith('#NAME')),
    ).toBe(true);
  }
});

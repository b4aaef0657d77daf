/** An array formula of the user's fills cells of ours, our write blocks it, and something happens before that is taken back. */
import { createCaveSandbox } from '@tracer-tools/cave';
import {
  tabOf as filledTab,
  isSmallIn,
  idRowsWith as rowsOf,
  type Tab,
} from '../../workbench/addon/filled-tab';
import { CAVE_ORIGIN, START, workbench } from '../../workbench/addon/workbench';

const cave = createCaveSandbox({ origin: CAVE_ORIGIN, now: () => START });
const IDS = cave.truth.findCurrent(5, isSmallIn(cave));
const LINK = '=HYPERLINK("https://a.example/","a page")';

/** The array in D3 fills D4; D5 and D6 are blank. */
function filled(): Tab {
  const cells = rowsOf(
    IDS,
    () => '',
    (i) => (i === 1 ? '=ARRAYFORMULA({7;8})' : ''),
  );
  return filledTab([['root_id', 'notes', 'current_id', 'share'], ...cells], workbench({ cave }));
}

const share = ({ grid }: Tab) => [2, 3, 4, 5, 6].map((row) => grid.view(row, 4));
const only = { headers: ['share'] };

/** At the n-th service call from the moment on in which our values block the array. */
function atBlockedCall({ bench, grid }: Tab, n: number, happen: () => void): void {
  let calls = 0;
  bench.host.hooks.beforeCall = () => {
    if (calls === 0 && grid.view(3, 4).value !== '#REF!') return;
    if (++calls !== n) return;
    bench.host.hooks.beforeCall = undefined;
    happen();
    bench.book.settle();
  };
}

// Two looks at values around one at formulas, each of two calls, and the write that takes our values back.
const CALLS = [1, 2, 3, 4, 5, 6];

test.each(CALLS)('a formula is put below it at call %i after the write: it stays, in Undo too', (n) => {
  const tab = filled();
  let isSeen = false;
  const { id } = tab.start(only);
  atBlockedCall(tab, n, () => {
    isSeen = true;
    tab.put(6, 4, [[LINK]]);
  });
  const run = tab.drive(id);
  expect([isSeen, run.state]).toEqual([true, 'done']);
  expect(share(tab).map(({ formula }) => formula)).toEqual(['', '=ARRAYFORMULA({7;8})', '', '', LINK]);
  expect(share(tab)[2]).toMatchObject({ value: 8 });
  tab.bench.call('undo', []);
  expect(share(tab).map(({ value }) => value)).toEqual(['', 7, 8, '', 'a page']);
});

test.each(CALLS)(
  'our column is protected from us at call %i: the run names the cells, Undo counts them',
  (n) => {
    const tab = filled();
    const { id } = tab.start(only);
    atBlockedCall(tab, n, () =>
      tab.grid.protect({ row: 1, column: 4, rows: 6, columns: 1 }, ['somebody@example.org']),
    );
    expect(tab.drive(id)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/protected while it was written, and D4, D5, D6 could not be set right/),
    });
    expect(share(tab).map(({ value }) => value)).toEqual([1, '#REF!', 1, 1, 1]);
    expect(tab.bench.call('undo', [])).toMatchObject({ restored: 0, left: 4 });
  },
);

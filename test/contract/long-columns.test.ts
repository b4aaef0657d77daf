/**
 * TT_DETAILS of more ids than a formula's time is enough for: what is answered stays, each refresh goes on, all are
 * answered in the end, few skeletons are read twice.
 */
import { fillTab } from '../../workbench/addon/jobs';
import { OWNER, type Workbench, workbench } from '../../workbench/addon/workbench';
import { LONG } from '../../workbench/long';

const MOST_TURNS = 40;
/** Ids that nobody knows, at the end. As many as a first step takes, so that no step holds two kinds of ids. */
const UNKNOWN = 60;
const STACK = 'brain_and_nerve_cord';

interface Column {
  bench: Workbench;
  ids: string[];
}

/**
 * A column of stale ids, then current ones, then some that nobody knows; skeletons are there. A round trip takes
 * `latencyMs`, so that several turns are needed.
 */
function setup(count: number, stale: number, latencyMs: number): Column {
  // A busy machine is no endless loop.
  const bench = workbench({ switches: { realLimitMs: 3_600_000 } });
  const { cave } = bench;
  const known = count - UNKNOWN;
  // A world has some 4,000 current ids: stale ones fill up.
  const current = cave.truth.sampleCurrent(known - stale);
  const ids = [...cave.truth.sampleStale(known - current.length), ...current];
  expect(new Set(ids).size).toBe(known);
  const all = [...new Set(ids.flatMap((id) => [id, ...cave.truth.candidates(id).map((each) => each.id)]))];
  for (let at = 0; at < all.length; at += 1000) {
    cave.handle({
      method: 'POST',
      path: `/skeletoncache/api/v1/${STACK}/bulk/gen_skeletons`,
      headers: { authorization: `Bearer ${cave.token}`, 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ root_ids: all.slice(at, at + 1000), skeleton_version: 4 })),
    });
  }
  cave.advance(3_600_000);
  ids.push(...Array.from({ length: UNKNOWN }, (_, i) => String(720575949999000000n + BigInt(i))));
  const rows = count + 2 - bench.grid.maxRows;
  if (rows > 0) bench.grid.insertRows(bench.grid.maxRows, rows);
  fillTab(bench, ids);
  cave.setFaults({ rate: 0, latencyMs });
  return { bench, ids };
}

/** What each row shows, cell by cell: errors of the sheet and blank cells in an answer are refused. */
function rowsOf({ bench, ids }: Column): string[] {
  return ids.map((id, r) => {
    const cells = Array.from({ length: 7 }, (_x, c) => bench.grid.view(2 + r, 3 + c));
    expect(cells.flatMap(({ error }) => error ?? [])).toEqual([]);
    const texts = cells.map(({ value }) => String(value ?? ''));
    expect(texts[0]).toBe(id);
    const failure = texts.find((text) => text.startsWith('#TT'));
    if (failure === undefined) expect(texts.filter((text) => text === '')).toEqual([]);
    else expect(failure).toMatch(/^#TT (PENDING|AMBIGUOUS|UNKNOWN): /);
    return texts.slice(1).join('|');
  });
}

const isOpen = (row: string): boolean => /#TT PENDING: .*Refresh to go on/.test(row);

function refresh(bench: Workbench): void {
  bench.host.ui.select(OWNER, bench.grid, { row: 2, column: 3, rows: 1, columns: 1 });
  const run = bench.host.run('ttRefreshFormulas', [], { user: OWNER, entry: 'menu' });
  expect(run).toMatchObject({ ok: true });
  bench.book.settle();
}

/** Ids whose skeletons a formula has read, one by one. */
const skeletonsRead = (bench: Workbench, from: number): string[] =>
  bench.host.sent.slice(from).flatMap(({ url }) => /cave-skeletons.*?(\d{18})/.exec(url)?.[1] ?? []);

/** The rows after each turn, six minutes apart, until none is open. */
function turns(column: Column, most = MOST_TURNS): string[][] {
  const { bench, ids } = column;
  bench.formula(2, 3, `=TT_DETAILS(A2:A${ids.length + 1})`);
  const found: string[][] = [];
  for (;;) {
    const run = bench.host.ran.filter(({ entry }) => entry === 'cell').at(-1)!;
    expect(run.end - run.start).toBeLessThan(30_000);
    found.push(rowsOf(column));
    if (found.length === most || !found.at(-1)!.some((row) => row.includes('#TT PENDING'))) return found;
    // An answer that an edit may change is kept for five minutes otherwise.
    bench.host.triggers.advance(360_000);
    refresh(bench);
  }
}

test.each(
  LONG
    ? [
        [10_000, 5000, 80, 0.1],
        [10_000, 5000, 300, 0.4],
      ]
    : [[200, 0, 3500, 0.1]],
)(
  'TT_DETAILS of %i ids, %i stale, %i ms a round trip: each turn goes on, no cell is blank, all are answered',
  (count, stale, latencyMs, readTwice) => {
    const column = setup(count, stale, latencyMs);
    const { bench, ids } = column;
    const sent = bench.host.sent.length;
    const found = turns(column);
    const open = found.map((rows) => rows.filter(isOpen).length);
    console.log(`TT_DETAILS of ${count} ids at ${latencyMs} ms: open after each turn ${open.join(', ')}`);
    expect(open.at(-1)).toBe(0);
    // At 80 ms one turn is enough.
    if (latencyMs > 100) expect(open.length).toBeGreaterThan(1);
    const known = count - UNKNOWN;
    const rows = found.at(-1)!;
    expect(rows.slice(known).every((row) => row.startsWith('#TT UNKNOWN'))).toBe(true);
    const current = ids.slice(0, known).filter((id) => bench.cave.truth.isLatest(id));
    for (const id of current) expect(rows[ids.indexOf(id)]!.split('|')[0]).toBe(id);
    const answered = rows.filter((row) => /^[0-9]{18}\|/.test(row));
    expect(answered.length).toBeGreaterThan(0.8 * known);
    const read = skeletonsRead(bench, sent);
    expect(read.length - new Set(read).size).toBeLessThan(readTwice * known);

    // A column that is done is asked about anew: nothing of it is used as an answer of now.
    bench.requests();
    bench.host.triggers.advance(360_000);
    refresh(bench);
    expect(bench.requests()).toBeGreaterThan(0);
    expect(rowsOf(column).filter(isOpen).length).toBeGreaterThanOrEqual(0);
  },
  3_600_000,
);

test('rows that never fit into a turn do not keep the others from theirs', () => {
  // A stale id takes more round trips than these 20 s hold, a current one fewer.
  const column = setup(180, 60, 2500);
  const last = turns(column, 4).at(-1)!;
  const open = last.map(isOpen);
  expect(open.slice(0, 60).some((isRowOpen) => isRowOpen)).toBe(true);
  column.ids.forEach((id, i) => {
    if (column.bench.cave.truth.isLatest(id)) expect([id, open[i]]).toEqual([id, false]);
  });
});

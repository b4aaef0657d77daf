/**
 * TT_DETAILS of more ids than a formula's time is enough for: what is answered stays, each refresh goes on, all are
 * answered in the end, few skeletons are read twice.
 */
import { fillTab } from '../../workbench/addon/jobs';
import { OWNER, type Workbench, workbench } from '../../workbench/addon/workbench';

const COUNT = 200;
/** A round trip takes so many ms, so that several refreshes are needed. */
const LATENCY_MS = 3500;
const MOST_TURNS = 30;
const STACK = 'brain_and_nerve_cord';

/** Segments whose skeletons are there, and ids that nobody knows at the end: their rows say so. */
function setup(): { bench: Workbench; known: string[] } {
  const bench = workbench();
  const { cave } = bench;
  const current = cave.truth.sampleCurrent(185);
  const known = [...new Set(current)];
  for (let at = 0; at < current.length; at += 1000) {
    cave.handle({
      method: 'POST',
      path: `/skeletoncache/api/v1/${STACK}/bulk/gen_skeletons`,
      headers: { authorization: `Bearer ${cave.token}`, 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ root_ids: current.slice(at, at + 1000), skeleton_version: 4 })),
    });
  }
  cave.advance(3_600_000);
  const unknown = Array.from({ length: COUNT - known.length }, (_, i) =>
    String(720575949999000000n + BigInt(i)),
  );
  const rows = COUNT + 2 - bench.grid.maxRows;
  if (rows > 0) bench.grid.insertRows(bench.grid.maxRows, rows);
  fillTab(bench, [...known, ...unknown]);
  cave.setFaults({ rate: 0, latencyMs: LATENCY_MS });
  return { bench, known };
}

const isOpen = (row: string): boolean => /#TT PENDING: .*Refresh to go on/.test(row);
const rowsOf = (bench: Workbench): string[] =>
  bench.shown(2, 3, COUNT, 7).map((row) => row.slice(1).join('|'));

function refresh(bench: Workbench): void {
  bench.host.ui.select(OWNER, bench.grid, { row: 2, column: 3, rows: 1, columns: 1 });
  const run = bench.host.run('ttRefreshFormulas', [], { user: OWNER, entry: 'menu' });
  expect(run).toMatchObject({ ok: true });
  bench.book.settle();
}

/** Ids whose skeletons a formula has read, one by one. */
const skeletonsRead = (bench: Workbench, from: number): string[] =>
  bench.host.sent.slice(from).flatMap(({ url }) => /cave-skeletons.*?(\d{18})/.exec(url)?.[1] ?? []);

test(`TT_DETAILS of ${COUNT} ids: refreshes six minutes apart go on, and end`, () => {
  const { bench, known } = setup();
  const sent = bench.host.sent.length;
  bench.formula(2, 3, `=TT_DETAILS(A2:A${COUNT + 1})`);
  const open: number[] = [];
  let rows = rowsOf(bench);
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const run = bench.host.ran.filter(({ entry }) => entry === 'cell').at(-1)!;
    expect(run.end - run.start).toBeLessThan(30_000);
    expect(bench.grid.view(2, 3).error ?? null).toBeNull();
    rows = rowsOf(bench);
    open.push(rows.filter(isOpen).length);
    for (const row of rows)
      expect(row).not.toMatch(/^(#ERROR|#VALUE|#REF|Loading|$)|#TT (FAULT|TIMEOUT|DOWN|BUSY)/);
    if (open.at(-1) === 0) break;
    // An answer that an edit may change is kept for five minutes otherwise.
    bench.host.triggers.advance(360_000);
    refresh(bench);
  }
  console.log(`TT_DETAILS of ${COUNT} ids: open after each turn ${open.join(', ')}`);
  expect(open.at(-1)).toBe(0);
  expect(open.length).toBeGreaterThan(2);
  for (let turn = 1; turn < open.length; turn++) expect(open[turn]).toBeLessThan(open[turn - 1]!);
  const read = skeletonsRead(bench, sent);
  expect(read.length).toBeGreaterThan(0);
  expect(read.length - new Set(read).size).toBeLessThan(0.1 * known.length);
  known.forEach((id, i) => {
    if (i % 37 === 0 && bench.cave.truth.isLatest(id)) expect(rows[i]!.split('|')[0]).toBe(id);
  });
  expect(rows.slice(known.length).every((row) => row.startsWith('#TT UNKNOWN'))).toBe(true);

  // A column that is done is asked about anew: nothing of it is used as an answer of now.
  bench.requests();
  bench.host.triggers.advance(360_000);
  refresh(bench);
  expect(bench.requests()).toBeGreaterThan(0);
  expect(rowsOf(bench).filter(isOpen).length).toBe(open[0]);
}, 600_000);

/** What changed: the list of a week of edits and nightly runs against the graph's own history; seen, marks, rows. */
import { Kill } from '@tracer-tools/apps-script';
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { EDITOR, OWNER, type Workbench, workbench } from '../../workbench/addon/workbench';

const HEADERS = ['current_id', 'proofread', 'share', 'as_of'];
const NIGHT = 24 * 3_600_000;
/** By day of the week: where an execution ends. */
const KILLS: Partial<Record<number, [method: string, n: number]>> = {
  1: ['flush', 3],
  2: ['setNote', 1],
  3: ['setBackground', 1],
  5: ['setValues', 2],
};

/** `killed`: an execution ends before its n-th call of this method, and the next one goes on. */
function night(bench: Workbench, who = OWNER, killed?: [method: string, n: number]): void {
  bench.host.clock.advance(NIGHT);
  const { id } = bench.call('startJob', [plan(bench, { headers: HEADERS })], who);
  if (killed) {
    let calls = 0;
    bench.host.hooks.beforeCall = (_service, method) => {
      if (method === killed[0] && ++calls === killed[1]) throw new Kill('power loss');
    };
    expect(bench.attempt('stepJob', [id], who)).toHaveProperty('killed');
    bench.host.hooks.beforeCall = undefined;
    // The sidebar whose call died opens it again.
    bench.call('resumeJob', [id], who);
  }
  expect(drive(bench, id, who)).toMatchObject({ state: 'done' });
}

/** The owned cells of the tab by row and header, and those of them that have a mark: a note of ours, and a colour. */
function ownedCells(bench: Workbench): { values: Map<string, string>; marked: string[] } {
  const [head, ...rows] = bench.grid.shown({
    row: 1,
    column: 1,
    rows: bench.grid.lastRow(),
    columns: bench.grid.lastColumn(),
  });
  const values = new Map<string, string>();
  const marked: string[] = [];
  rows.forEach((cells, r) => {
    cells.forEach((value, c) => {
      const name = `${cells[0]} ${head![c]}`;
      if (HEADERS.includes(head![c]!)) values.set(name, value);
      const { note, background } = bench.grid.view(r + 2, c + 1);
      expect([name, note.startsWith('Changed by Tracer Tools')]).toEqual([name, background === '#fff2cc']);
      if (note !== '') marked.push(name);
    });
  });
  return { values, marked };
}

const entries = (bench: Workbench) =>
  bench
    .call('changes', [])
    .groups.flatMap(({ kind, entries: list }) => list.map(({ id, from, to }) => ({ kind, id, from, to })));

test('the first run says how many ids were out of date, and lists them', () => {
  const bench = workbench();
  const { truth } = bench.cave;
  const stale = truth.sampleStale(20);
  const current = truth.findCurrent(7, (id) => truth.isLatest(id));
  fillTab(bench, [...stale, ...current]);
  const job = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  expect(job.findings!.headline).toBe('20 of 27 ids were out of date');
  const view = bench.call('changes', []);
  const listed = entries(bench).filter(({ kind }) => kind !== 'together');
  expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(stale));
  const ambiguous = stale.filter((id) => truth.candidates(id)[0]!.share < 0.7);
  expect(
    listed
      .filter(({ kind }) => kind === 'ambiguous')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(ambiguous.sort());
  // Who needs somebody comes first, and log, list and job card count the same.
  if (ambiguous.length > 0) expect(view.groups[0]).toMatchObject({ kind: 'ambiguous', needsSomebody: true });
  const log = bench.book.grid('TT log')!.shown({ row: 2, column: 11, rows: 1, columns: 1 })[0]![0]!;
  expect(log).toContain(job.findings!.headline);
  for (const line of job.findings!.lines) expect(log).toContain(line);
  expect(view.groups.map(({ text }) => text)).toEqual(job.findings!.lines);
  for (const { kind, from, to } of listed) {
    if (kind === 'ambiguous') continue;
    expect(to).toBe(truth.candidates(from)[0]!.id);
    expect(['split', 'merged', 'both']).toContain(kind);
  }
});

test('a week of edits, kills and another user: after each night list and marks are the truth, 0 missing, 0 extra; a night without edits adds nothing', () => {
  const bench = workbench();
  const { truth } = bench.cave;
  const ids = truth.findCurrent(12, (id) => truth.isLatest(id) && truth.supervoxelCount(id) > 500);
  fillTab(bench, ids);
  bench.call('saveToken', [bench.cave.token], EDITOR);
  night(bench);
  expect(bench.call('changes', []).count).toBe(0);
  const known = new Map(ids.map((id) => [id, id]));
  const expected: string[] = [];
  const due = new Set<string>();
  let { values } = ownedCells(bench);
  for (let day = 0; day < 7; day++) {
    // Two rows are edited, one of them into the other on day 4; one is split in halves on day 5; none on day 6.
    const [a, b] = [ids[day]!, ids[(day + 3) % 12]!];
    const now = (id: string) => truth.candidates(id)[0]!.id;
    if (day === 4) bench.cave.edit({ kind: 'merge', root: now(a), with: now(b) });
    else if (day === 5) bench.cave.edit({ kind: 'split', root: now(a), share: 0.55 });
    else if (day !== 6) bench.cave.edit({ kind: 'split', root: now(a), share: 0.9 });
    // Killed on four nights, by another user on two.
    night(bench, day === 2 || day === 5 ? EDITOR : OWNER, KILLS[day]);
    const cells = ownedCells(bench);
    for (const [name, value] of cells.values) {
      // Cells that were blank before the first answer, and the time of asking, are no changes.
      if (value !== values.get(name) && !name.endsWith('as_of')) due.add(name);
    }
    ({ values } = cells);
    expect([day, cells.marked.sort()]).toEqual([day, [...due].sort()]);
    for (const id of ids) {
      const best = truth.candidates(id)[0]!;
      const before = known.get(id)!;
      const state = best.share < 0.7 ? 'ambiguous' : best.id;
      if (state === before) continue;
      known.set(id, state);
      expected.push(`${id} ${state}`);
    }
    const found = entries(bench)
      .filter(({ kind }) => kind !== 'together')
      .map(({ id, kind, to }) => `${id} ${kind === 'ambiguous' ? kind : to}`);
    expect([day, found.sort()]).toEqual([day, [...expected].sort()]);
  }
  expect(entries(bench).filter(({ kind }) => kind === 'together')).toHaveLength(1);
  expect(expected.length).toBeGreaterThan(6);

  // Marks stay through the nights, and go with "seen"; what comes later is new again.
  expect(due.size).toBeGreaterThan(6);
  const { until } = bench.call('changes', []);
  expect(bench.call('markSeen', [until])).toMatchObject({ count: 0, groups: [] });
  expect(ownedCells(bench).marked).toEqual([]);
  expect(bench.book.grid('TT report')!.shown({ row: 2, column: 12, rows: 1, columns: 1 })[0]![0]).toMatch(
    /@/,
  );
  const last = ids.find((id) => truth.candidates(id)[0]!.share > 0.95)!;
  bench.cave.edit({ kind: 'split', root: truth.candidates(last)[0]!.id, share: 0.97 });
  night(bench);
  const changed = ids.filter((id) => known.get(id) === known.get(last));
  expect(entries(bench)).toMatchObject(changed.map((id) => ({ id, kind: 'split' })));
});

test('mail, list, log, report, history and job card count the same for a night', () => {
  const bench = workbench();
  const { truth } = bench.cave;
  const [damaged, gone] = ['DNa02', '720575940600000007'];
  fillTab(bench, [...truth.sampleStale(18), ...truth.sampleCurrent(5), damaged, gone]);
  const rhythm = { kind: 'hours', hours: 24 } as const;
  bench.call('addSchedule', [plan(bench, { headers: HEADERS }), rhythm, 'digest']);
  bench.host.triggers.advance(3_600_000);
  const { headline, lines } = bench.call('job', [])!.findings!;
  const [mail] = bench.host.world.mails;
  expect(bench.host.world.mails).toHaveLength(1);
  expect(mail!.subject).toContain(headline);
  const counts = mail!.body.split('\n').filter((line) => /^- [0-9]+ [a-z]/.test(line));
  expect(counts).toEqual(lines.map((line) => `- ${line}`));

  const { groups, count } = bench.call('changes', []);
  expect(groups.map(({ text }) => text)).toEqual(lines);
  expect(groups.map(({ entries: list }) => `${list.length}`)).toEqual(
    lines.map((line) => /^[0-9]+/.exec(line)![0]),
  );
  const needed = groups.filter(({ needsSomebody }) => needsSomebody).flatMap(({ entries: list }) => list);
  expect(needed.map(({ id }) => id)).toEqual(expect.arrayContaining([damaged, gone]));
  const rows = mail!.body.split('\n').filter((line) => /^- \S+: /.test(line));
  expect(rows.map((line) => /^- (\S+): /.exec(line)![1])).toEqual(needed.map(({ id }) => id));
  // Each with a link to its row, and nothing that the sheet does not hold.
  const gid = `#gid=${bench.grid.id}&range=A`;
  for (const [i, line] of rows.entries()) {
    const row = bench.call('showIdRow', [bench.grid.id, 'root_id', needed[i]!.id]).a1.replace(/^.*!A/, '');
    expect(line.endsWith(`${gid}${row}`)).toBe(true);
  }

  const report = bench.book.grid('TT report')!;
  expect(report.lastRow() - 1).toBe(count);
  const summary = [headline, ...lines].join(' · ');
  const log = bench.book.grid('TT log')!.shown({ row: 2, column: 11, rows: 1, columns: 1 })[0]![0]!;
  expect(log.startsWith(summary)).toBe(true);
  expect(bench.call('boot', []).schedules[0]!.runs[0]).toMatchObject({ result: summary, state: 'done' });
});

test('an entry leads to its row, wherever that was moved; so do the lines of report and log', () => {
  const bench = workbench();
  const ids = bench.cave.truth.sampleStale(6);
  fillTab(bench, ids);
  const job = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  const [entry] = bench.call('changes', []).groups.flatMap(({ entries: list }) => list);
  bench.grid.insertRows(2, 3);
  const { a1 } = bench.call('showIdRow', [entry!.tabId, entry!.column, entry!.id]);
  expect(a1).toBe(`${bench.grid.name}!A${ids.indexOf(entry!.id) + 5}`);
  expect(bench.attempt('showIdRow', [entry!.tabId, entry!.column, '720575940000000001'])).toMatchObject({
    ok: false,
    error: { code: 'INPUT' },
  });
  bench.grid.insertColumns(1, 2);
  bench.book.settle();
  const report = bench.book.grid('TT report')!;
  const lines = report.shown({ row: 2, column: 1, rows: report.lastRow() - 1, columns: 16 });
  lines.forEach(([, what, row, id, from, to], i) => {
    expect(row).toBe(`row ${ids.indexOf(id!) + 5}`);
    expect(report.view(i + 2, 3).formulaLink).toBe(`#gid=${bench.grid.id}&range=C${ids.indexOf(id!) + 5}`);
    const compare = report.view(i + 2, 7).formulaLink;
    const isPair = from !== '' && to !== '';
    expect([what, compare !== null]).toEqual([what, isPair]);
    if (isPair) for (const shown of [from!, to!]) expect(compare).toContain(shown);
  });
  const log = bench.book.grid('TT log')!;
  const run = lines.findIndex((line) => line[12] === job.id) + 2;
  expect(log.view(2, 12).formulaLink).toBe(`#gid=${report.id}&range=M${run}`);
  bench.grid.deleteRows(ids.indexOf(lines[0]![3]!) + 5, 1);
  bench.book.settle();
  expect(report.shown({ row: 2, column: 3, rows: 1, columns: 1 })).toEqual([['not there now']]);
});

test('the tab of the list with a changed header is an error with its remedy; put back, the list is there', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleStale(3));
  const { id } = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  const report = bench.book.grid('TT report')!;
  const what = { row: 1, column: 2, rows: 1, columns: 1 };
  report.write(what, [['kind']]);
  expect(bench.attempt('changes', [])).toMatchObject({
    ok: false,
    error: { code: 'INPUT', message: expect.stringMatching(/"what" .* TT report .* Put the headers back/) },
  });
  report.write(what, [['what']]);
  expect(bench.call('changes', []).groups[0]!.entries[0]).toMatchObject({ row: expect.any(Number) });
  // The run's columns are gone to wherever they stand: their headers are selected.
  bench.grid.insertColumns(1, 2);
  bench.call('showResults', [id]);
  const selected = bench.host.world.screen.selection(OWNER)!;
  expect([selected.grid, selected.box.row]).toEqual([bench.grid.id, 1]);
  expect(HEADERS).toContain(bench.shown(1, selected.box.column, 1, 1)[0]![0]);
});

test('a run that was undone found nothing: its list and its marks go with it', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleStale(5));
  drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  expect(bench.call('changes', []).count).toBeGreaterThan(0);
  bench.call('undo', []);
  expect(bench.call('job', [])).toMatchObject({ undone: true, findings: null, canRetry: false });
  expect(bench.call('changes', []).count).toBe(0);
});

test('damaged ids are in the list by what their cells show, each with its row; they are no ids that were out of date', () => {
  const bench = workbench();
  const { truth } = bench.cave;
  const stale = truth.sampleStale(20).find((id) => truth.candidates(id)[0]!.share > 0.8);
  const shown = ['7.20576E+17', 'a*b?', '#N/A', '=1', `${'x'.repeat(50)}1`];
  fillTab(bench, [stale!, ...shown, 'a*b?']);
  // Typed into a column of numbers.
  bench.put(9, 1, [['720575941473274509']]);
  const job = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  const { groups } = bench.call('changes', []);
  const [group] = groups.filter(({ kind }) => kind === 'damaged');
  expect([group!.text, group!.needsSomebody]).toEqual(['5 rows with a damaged id', true]);
  expect(job.findings).toMatchObject({ headline: '1 of 1 id was out of date' });
  expect(job.findings!.lines).toContain(group!.text);
  expect(group!.entries.map(({ id, row, more }) => [id, row, more]).sort()).toEqual(
    [
      ['720575941473274000', 9, 0],
      ['7.20576E+17', 3, 0],
      ['a*b?', 4, 1],
      ['=1', 6, 0],
      ['x'.repeat(40), 7, 0],
    ].sort(),
  );
  for (const { id, row, column, tabId } of group!.entries) {
    expect(bench.call('showIdRow', [tabId, column, id]).a1).toBe(`${bench.grid.name}!A${row}`);
  }
  bench.book.settle();
  const report = bench.book.grid('TT report')!;
  for (const [, what, row, id] of report.shown({
    row: 2,
    column: 1,
    rows: report.lastRow() - 1,
    columns: 4,
  })) {
    if (what !== 'damaged id') continue;
    expect([id, row]).toEqual([id, `row ${group!.entries.find((entry) => entry.id === id)!.row}`]);
  }
  // Told once: as long as they stand there they are rows without an answer as before.
  const next = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  expect(next.findings!.lines).toEqual(['5 rows without an answer as before']);
});

const EDITED = ['split', 'merged', 'both', 'ambiguous'];

test.each([
  ['setValues', 2],
  ['setNote', 1],
  ['', 0],
])(
  'a step ends before its %s (%i) and the run is cancelled: marks and list are what was written',
  (...at) => {
    const bench = workbench();
    const { truth } = bench.cave;
    const ids = truth.findCurrent(8, (id) => truth.isLatest(id) && truth.supervoxelCount(id) > 500);
    fillTab(bench, ids);
    night(bench);
    const before = ownedCells(bench);
    bench.cave.edit({ kind: 'split', root: ids[1]!, share: 0.9 });
    bench.cave.edit({ kind: 'split', root: ids[4]!, share: 0.55 });
    bench.cave.edit({ kind: 'merge', root: ids[2]!, with: ids[3]! });
    bench.host.clock.advance(NIGHT);
    const { id } = bench.call('startJob', [plan(bench, { headers: HEADERS })]);
    let calls = 0;
    bench.host.hooks.beforeCall = (_service, method) => {
      if (method === at[0] && ++calls === at[1]) throw new Kill('power loss');
    };
    expect('killed' in bench.attempt('stepJob', [id])).toBe(at[0] !== '');
    bench.host.hooks.beforeCall = undefined;
    const job = bench.call('cancelJob', [id]);
    expect(job.state).toBe('cancelled');
    const now = ownedCells(bench);
    const changed = [...now.values].filter(
      ([name, value]) => !name.endsWith('as_of') && value !== before.values.get(name),
    );
    expect(now.marked.sort()).toEqual(changed.map(([name]) => name).sort());
    const listed = entries(bench).filter(({ kind }) => EDITED.includes(kind));
    const rows = changed.flatMap(([name]) => (/ current_id$/.test(name) ? [name.split(' ')[0]!] : []));
    expect([rows.length > 0, listed.map(({ id: row }) => row).sort()]).toEqual([true, rows.sort()]);
    // Resumed, it lists nothing twice; Undo takes list and marks away.
    bench.call('resumeJob', [id]);
    expect(drive(bench, id)).toMatchObject({ state: 'done' });
    expect(entries(bench).filter(({ kind }) => EDITED.includes(kind))).toHaveLength(4);
    bench.call('undo', [id]);
    expect([entries(bench), ownedCells(bench).marked]).toEqual([[], []]);
  },
);

/** Pasting through the writer: text cells where they belong, nothing replaced unasked, and all of it given back. */
import { paste, pastePlace } from '../../../src/addon/edits/paste';
import { undo } from '../../../src/addon/edits/undo-edit';
import { resumeJob } from '../../../src/addon/jobs/control';
import { jobs, saveJob } from '../../../src/addon/jobs/state';
import { random } from '../../../workbench/random';
import { type FakeHost, fakeHost } from '../../support/fake-host';

const A = '720575941413124779';
const B = '720575941473274509';
const C = '720575940621280688';

function pasteInto(host: FakeHost, cells: string[][], headers: string[] = [], replace = false) {
  const place = pastePlace(host, cells.length, Math.max(...cells.map((row) => row.length)));
  return { place, job: paste(host, place, headers, cells, replace) };
}

test('into a blank tab: headers above, every cell text', () => {
  const host = fakeHost();
  host.choose({ row: 1, column: 1, rows: 1, columns: 1 });
  const { place, job } = pasteInto(
    host,
    [
      [A, '007'],
      [B, '=1+1'],
    ],
    ['root_id', 'label'],
  );
  expect(place).toMatchObject({ a1: 'A2:B3', header: true, below: false });
  expect(host.tab.grid()).toEqual([
    ['root_id', 'label'],
    [A, '007'],
    [B, '=1+1'],
  ]);
  expect(host.tab.formulaAt(3, 2)).toBe('');
  expect(host.tab.formatBy.get('A2')).toBe('@');
  expect(host.tab.bold.has('A1')).toBe(true);
  expect(job).toMatchObject({ kind: 'edit', state: 'done', done: 2, left: {} });
  expect(undo(host)).toMatchObject({ restored: 6, left: 0 });
  expect(host.tab.grid()).toEqual([]);
  expect(host.tab.formatBy.get('A2')).toBe('General');
  expect(host.tab.bold.has('A1')).toBe(false);
});

test('a filled cell is selected: below the column, also beyond the last row of the tab', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['root_id', 'n'],
    [A, 1],
    [B, 2],
  ]);
  host.tab.rowsThere = 3;
  host.choose({ row: 2, column: 1, rows: 1, columns: 1 });
  const { place } = pasteInto(host, [[C], [A]], ['root_id']);
  expect(place).toMatchObject({ a1: 'A4:A5', header: false, below: true, replaced: { count: 0 } });
  expect(host.tab.column('A')).toEqual(['root_id', A, B, C, A]);
  expect(host.tab.column('B')).toEqual(['n', 1, 2, '', '']);
  expect(host.tab.rowsThere).toBe(5);
  undo(host);
  expect(host.tab.column('A')).toEqual(['root_id', A, B]);
});

test('filled cells on the way are named, kept unless they are to be replaced, and given back', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['root_id'], [''], ['note'], ['=A1']]);
  host.choose({ row: 2, column: 1, rows: 1, columns: 1 });
  const place = pastePlace(host, 3, 1);
  expect(place).toMatchObject({
    replaced: { count: 1, cells: ['A3'] },
    notWritten: { count: 1, cells: ['A4'] },
  });
  expect(paste(host, place, [], [[A], [B], [C]], false)).toMatchObject({
    message: expect.stringContaining('2 cells were left alone'),
  });
  expect(host.tab.column('A')).toEqual(['root_id', A, 'note', 'computed']);
  undo(host);
  expect(paste(host, place, [], [[A], [B], [C]], true)).toMatchObject({
    message: expect.stringContaining('1 cells were left alone'),
  });
  expect(host.tab.column('A')).toEqual(['root_id', A, B, 'computed']);
  undo(host);
  expect(host.tab.column('A')).toEqual(['root_id', '', 'note', 'computed']);
});

test('undo after a sort, a moved column, an inserted row and an edited cell', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [['x'], ['held'], ['']]);
  host.choose({ row: 2, column: 1, rows: 1, columns: 1 });
  host.tab.put(2, 1, [['']]);
  host.tab.put(3, 1, [['held']]);
  const place = pastePlace(host, 3, 1);
  paste(host, place, [], [[A], [B], [C]], true);
  host.tab.put(1, 1, [
    ['', 'x'],
    ['', ''],
    ['', 'mine'],
    ['', C],
    ['', B],
  ]);
  expect(undo(host)).toMatchObject({ restored: 2, left: 0 });
  expect(host.tab.column('B')).toEqual(['x', '', 'mine', '', 'held']);
});

test('a row that somebody inserts while it is written does not shift anything foreign', () => {
  const host = fakeHost();
  host.tab.put(1, 1, [
    ['root_id', 'n'],
    [A, 1],
    [B, 2],
  ]);
  host.choose({ row: 3, column: 1, rows: 1, columns: 1 });
  const place = pastePlace(host, 2, 1);
  let done = false;
  host.world.beforeCall = (method, tab) => {
    if (method !== 'setValues' || tab !== host.tab || done) return;
    done = true;
    host.tab.cells.splice(1, 0, []);
    host.tab.put(2, 1, [['', 'new']]);
  };
  paste(host, place, [], [[C], [A]], false);
  expect(host.tab.grid().slice(0, 4)).toEqual([
    ['root_id', 'n'],
    ['', 'new'],
    [A, 1],
    [B, 2],
  ]);
  expect(
    host.tab
      .column('A')
      .slice(4)
      .filter((cell) => cell !== ''),
  ).toEqual([C, A]);
});

test('a kill leaves a run that says so, which Undo takes back and Resume refuses', () => {
  const host = fakeHost();
  host.choose({ row: 1, column: 1, rows: 1, columns: 1 });
  const place = pastePlace(host, 2, 1);
  let writes = 0;
  host.world.beforeCall = (method, tab) => {
    if (tab === host.tab && method === 'setFormat') throw new Error('killed');
    if (method === 'setValues') writes++;
  };
  expect(() => paste(host, place, ['root_id'], [[A], [B]], false)).toThrow('killed');
  host.world.beforeCall = null;
  const [job] = jobs(host.documentStore);
  expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('interrupted') });
  expect(writes).toBeGreaterThan(0);
  expect(() => resumeJob(job!.id, host)).toThrow('"Paste" cannot go on');
  expect(undo(host, job!.id)).toMatchObject({ left: 0 });
  expect(host.tab.grid()).toEqual([]);
});

test('what cannot be written whole is refused before anything is', () => {
  const host = fakeHost();
  host.choose({ row: 1, column: 1, rows: 1, columns: 1 });
  expect(() => pastePlace(host, 30_001, 2)).toThrow('60,002 cells');
  expect(() => pastePlace(host, 0, 1)).toThrow('nothing to paste');
  const place = pastePlace(host, 1, 1);
  expect(() => paste(host, place, [], [['x'.repeat(50_001)]], false)).toThrow('50,001 characters');
  expect(() => paste(host, { ...place, sheetId: 99 }, [], [[A]], false)).toThrow('no longer there');
  expect(jobs(host.documentStore)).toEqual([]);
  expect(host.tab.grid()).toEqual([]);
});

test('undo of a job is still a job’s; without any run it says so', () => {
  const host = fakeHost();
  expect(() => undo(host)).toThrow('there is no run to undo');
  host.choose({ row: 1, column: 1, rows: 1, columns: 1 });
  const { job } = pasteInto(host, [[A]]);
  saveJob(host.documentStore, { ...job, undone: true });
  expect(() => undo(host)).toThrow('there is no run to undo');
});

test.each(Array.from({ length: 20 }, (_x, seed) => seed))(
  'whatever somebody does meanwhile, nothing foreign is lost, seed %i',
  (seed) => {
    const next = random(seed);
    const host = fakeHost();
    const rows = Array.from({ length: 5 }, (_x, i) => [`id${i}`, `note ${i}`, i]);
    host.tab.put(1, 1, [['root_id', 'note', 'n'], ...rows]);
    host.choose({ row: 3, column: 1, rows: 1, columns: 1 });
    const place = pastePlace(host, 3, 1);
    const at = Math.floor(next() * 12);
    const what = Math.floor(next() * 4);
    let calls = 0;
    let extra = 0;
    host.world.beforeCall = (_method, tab) => {
      if (tab !== host.tab || calls++ !== at) return;
      const row = 1 + Math.floor(next() * 5);
      if (what === 0) host.tab.cells.splice(row, 0, []);
      if (what === 1) host.tab.cells.splice(1, 5, ...[...host.tab.cells.slice(1, 6)].reverse());
      if (what === 2) host.tab.put(row + 1, 2, [['edited']]);
      if (what === 3) host.tab.cells.splice(1, 0, [], []);
      extra++;
    };
    paste(host, place, [], [[A], [B], [C]], false);
    host.world.beforeCall = null;
    const grid = host.tab.grid();
    const foreign = grid.slice(1).filter((row) => row[2] !== '');
    expect(foreign.map(([id, , n]) => `${id} ${n}`).sort()).toEqual(rows.map(([id, , n]) => `${id} ${n}`));
    const added = grid.filter(([id]) => [A, B, C].includes(String(id)));
    expect(added.map(([id]) => id)).toEqual([A, B, C]);
    expect(added.every((row) => row[1] === '' && row[2] === '')).toBe(true);
    undo(host);
    expect(host.tab.column('A').filter((id) => id !== '')).toHaveLength(6);
    expect(extra).toBeLessThan(2);
  },
);

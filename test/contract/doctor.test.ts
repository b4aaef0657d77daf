/** The job over a column of old links: a verdict for each, and a working link where there can be one. */
import { drive, plan } from '../../workbench/addon/jobs';
import { CAVE_ORIGIN, workbench } from '../../workbench/addon/workbench';

test('each link gets its verdict; blanks stay blank; a second run writes the same', () => {
  const bench = workbench();
  const links = [
    'not a link at all',
    '',
    'https://neuroglancer-demo.appspot.com/#!gs://flyem-views/banc/base.json',
    `https://spelunker.cave-explorer.org/#!middleauth+${CAVE_ORIGIN}/nglstate/api/v1/12345`,
  ];
  bench.put(1, 1, [['link', 'notes']]);
  bench.put(
    2,
    1,
    links.map((link, i) => [link === '' ? '' : `'${link}`, `note ${i}`]),
  );
  const headers = ['link_verdict', 'link_reason', 'working_link'];
  const expected = plan(bench, { kind: 'doctor', headers });
  expect(bench.call('preview', [expected])).toMatchObject({ rows: 3, selection: { ids: 3, damaged: [] } });
  const job = drive(bench, bench.call('startJob', [expected]).id);
  expect(job.state).toBe('done');
  const first = bench.shown(2, 3, links.length, 3);
  expect(first[0]).toEqual(['not a link', expect.stringMatching(/\w/), '']);
  expect(first[1]).toEqual(['', '', '']);
  for (const [verdict, reason] of [first[2]!, first[3]!]) {
    expect(verdict).not.toBe('');
    expect(verdict).not.toBe('works');
    if (!verdict!.startsWith('#TT ')) expect(reason).toMatch(/\w/);
  }
  drive(bench, bench.call('startJob', [expected]).id);
  expect(bench.shown(2, 3, links.length, 3)).toEqual(first);
});

test('links behind labels: of formulas and of linked text, each its own verdict', () => {
  const bench = workbench();
  const stateOf = (id: string) =>
    `https://spelunker.cave-explorer.org/#!middleauth+${CAVE_ORIGIN}/nglstate/api/v1/${id}`;
  bench.put(1, 1, [['link', 'notes']]);
  bench.put(2, 1, [
    [`=HYPERLINK("${stateOf('12345')}", "open")`, 'a'],
    [`=HYPERLINK("${stateOf('67890')}", "open")`, 'b'],
    ['', 'c'],
    ['just a word', 'd'],
  ]);
  bench.grid.setRichText(4, 1, 'open', [{ start: 0, end: 4, url: stateOf('54321') }]);
  const headers = ['link_verdict', 'link_reason'];
  const job = drive(bench, bench.call('startJob', [plan(bench, { kind: 'doctor', headers })]).id);
  expect(job).toMatchObject({ state: 'done' });
  const shown = bench.shown(2, 3, 4, 2);
  expect(shown.map(([verdict]) => verdict)).toEqual([
    'truncated id',
    'truncated id',
    'truncated id',
    'not a link',
  ]);
  expect(shown.map(([, reason]) => /[0-9]{5}/.exec(reason!)?.[0])).toEqual([
    '12345',
    '67890',
    '54321',
    undefined,
  ]);
  expect(bench.grid.formulas({ row: 2, column: 1, rows: 2, columns: 1 }).flat()).toEqual([
    expect.stringContaining('HYPERLINK'),
    expect.stringContaining('HYPERLINK'),
  ]);
});

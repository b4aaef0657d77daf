/** Which changes of cells are changes of neurons, and how they are counted. */
import { type ChangeKind, REPORT_LINES, summaryOf } from '../../../src/addon/changes/change';
import { classifyOutcomes, type RowOutcome, withEdits } from '../../../src/addon/changes/classify';
import { headline, kindLines, summaryLine } from '../../../src/addon/changes/words';
import type { CellValue } from '../../../src/addon/sheet/cells/cell-value';

const [A, B, C, D] = ['720575940000000001', '720575940000000002', '720575940000000003', '720575940000000004'];
const COLUMNS = ['current_id', 'volume_um3', 'proofread', 'share', 'as_of'];
const AMBIGUOUS = '#TT AMBIGUOUS: 63 % / 33 %. Add an anchor point';

type Cells = Record<string, CellValue>;
const outcome = (id: string, before: Cells, after: Cells): RowOutcome => ({ key: id, id, before, after });
const kinds = (outcomes: RowOutcome[]): [string, ChangeKind][] =>
  classifyOutcomes(outcomes, COLUMNS).changes.map(({ id, kind }) => [id, kind]);

test.each<[string, Cells, Cells, ChangeKind[]]>([
  ['the first run of a current id', {}, { current_id: A }, []],
  ['the first run of an old id', {}, { current_id: B, share: 0.97 }, ['edited']],
  ['blank columns of ours before', { current_id: '' }, { current_id: B }, ['edited']],
  ['an unchanged id', { current_id: B }, { current_id: B }, []],
  ['a new id since the last run', { current_id: B }, { current_id: C }, ['edited']],
  ['only the time stamp', { current_id: B, as_of: '1' }, { current_id: B, as_of: '2' }, []],
  ['only a measure', { current_id: B, volume_um3: 1 }, { current_id: B, volume_um3: 2 }, []],
  ['newly ambiguous', { current_id: B }, { current_id: AMBIGUOUS }, ['ambiguous']],
  ['ambiguous on the first run', {}, { current_id: AMBIGUOUS, volume_um3: '' }, ['ambiguous']],
  ['ambiguous as before', { current_id: AMBIGUOUS }, { current_id: `${AMBIGUOUS} ` }, []],
  ['settled', { current_id: AMBIGUOUS }, { current_id: C, share: 'anchored' }, ['settled']],
  ['settled by an edit that gave it back', { current_id: AMBIGUOUS }, { current_id: A }, ['settled']],
  ['gone', { current_id: B }, { current_id: '#TT UNKNOWN: no such segment' }, ['gone']],
  ['failed', { current_id: B }, { current_id: '#TT DOWN: CAVE is not answering' }, ['failed']],
  ['failed in another way', { current_id: '#TT DOWN: x' }, { current_id: '#TT BUSY: y' }, ['failed']],
  ['one column failed', { current_id: B }, { current_id: B, volume_um3: '#TT DOWN: x' }, ['failed']],
  ['failed, then answered', { current_id: '#TT DOWN: x' }, { current_id: A }, []],
  ['failed, then answered with a new id', { current_id: '#TT DOWN: x' }, { current_id: B }, ['edited']],
  ['proofread', { current_id: A, proofread: false }, { current_id: A, proofread: true }, ['proofread']],
  ['no longer', { current_id: A, proofread: true }, { current_id: A, proofread: false }, ['notProofread']],
  [
    'both',
    { current_id: A, proofread: true },
    { current_id: B, proofread: false },
    ['edited', 'notProofread'],
  ],
  ['proofread for the first time asked', { current_id: A }, { current_id: A, proofread: true }, []],
  ['no id wanted, an error in the first column', {}, { volume_um3: AMBIGUOUS }, ['ambiguous']],
  ['no id wanted', {}, { volume_um3: 12 }, []],
])('%s', (_name, before, after, expected) => {
  expect(kinds([outcome(A, before, after)])).toEqual(expected.map((kind) => [A, kind]));
});

test('rows that became one neuron are named together once, and not again', () => {
  const first = [
    outcome(A, { current_id: A }, { current_id: D }),
    outcome(B, { current_id: B }, { current_id: D }),
  ];
  const [, , together] = classifyOutcomes(first, COLUMNS).changes;
  expect(together).toMatchObject({ kind: 'together', id: A, to: D, others: [B] });
  const next = [
    outcome(A, { current_id: D }, { current_id: D }),
    outcome(B, { current_id: D }, { current_id: D }),
  ];
  expect(kinds(next)).toEqual([]);
  // One was known as the other already; a third one joins.
  const joined = [...next, outcome(C, { current_id: C }, { current_id: D })];
  expect(kinds(joined)).toEqual([
    [C, 'edited'],
    [A, 'together'],
  ]);
});

test('one id in several rows is no merge', () => {
  const rows = ['1', '2'].map((anchor) => ({ ...outcome(A, {}, { current_id: B }), key: `${A} ${anchor}` }));
  expect(kinds(rows)).toEqual([
    [A, 'edited'],
    [A, 'edited'],
  ]);
});

test('the edits tell merges from splits; without them a row was just edited', () => {
  const { changes } = classifyOutcomes(
    [A, B, C, D].map((id, i) =>
      outcome(id, {}, { current_id: `72057594000000001${i}`, share: [1, 0.8, 1, 1][i]! }),
    ),
    COLUMNS,
  );
  const edits = new Map(
    [
      { merges: 2, splits: 0, note: '2 merges' },
      { merges: 0, splits: 1, note: '1 split' },
      { merges: 1, splits: 1, note: '1 merge and 1 split' },
    ].map((edit, i) => [`${changes[i]!.from} ${changes[i]!.to}`, edit]),
  );
  const answer = withEdits(changes, edits);
  expect(answer.map(({ kind, note, share }) => [kind, note, share])).toEqual([
    ['merged', '2 merges', ''],
    ['split', '1 split', '0.8'],
    ['both', '1 merge and 1 split', ''],
    ['edited', '', ''],
  ]);
  const summary = summaryOf({ ids: 9, standing: 2, changes: answer });
  expect(summary).toEqual({
    ids: 9,
    standing: 2,
    outOfDate: 4,
    kinds: { merged: 1, split: 1, both: 1, edited: 1 },
  });
  expect(summaryLine(summary)).toBe(
    '4 of 9 ids were out of date · 1 split and merged · 1 split · 1 merged · 1 edited · 2 rows without an answer as before',
  );
});

test('the words of a summary count what needs somebody first', () => {
  const summary = {
    ids: 49,
    standing: 0,
    outOfDate: 31,
    kinds: { merged: 18, split: 3, both: 8, ambiguous: 2, together: 1, notProofread: 1, gone: 1 },
  };
  expect(headline(summary)).toBe('31 of 49 ids were out of date');
  expect(kindLines(summary).map(({ text }) => text)).toEqual([
    '2 rows split without a clear successor',
    '1 neuron is now in several rows',
    '1 not known to CAVE',
    '1 no longer proofread',
    '8 split and merged',
    '3 split',
    '18 merged',
  ]);
  const counts = (ids: number, outOfDate: number) => ({ ids, standing: 0, outOfDate, kinds: {} });
  expect(headline(counts(49, 0))).toBe('None of 49 ids was newly out of date');
  expect(headline(counts(1, 0))).toBe('None of 1 id was newly out of date');
  expect(headline(counts(1, 1))).toBe('1 of 1 id was out of date');
});

test('an error that stood there before is counted as standing, not as new', () => {
  const rows = [
    outcome(A, { current_id: AMBIGUOUS }, { current_id: AMBIGUOUS }),
    outcome(B, { current_id: '#TT DOWN: x' }, { current_id: '#TT DOWN: y' }),
    outcome(C, { current_id: C }, { current_id: C }),
  ];
  const found = classifyOutcomes(rows, COLUMNS);
  expect(found).toEqual({ ids: 3, standing: 2, changes: [] });
  expect(summaryLine(summaryOf(found))).toBe(
    'None of 3 ids was newly out of date · 2 rows without an answer as before',
  );
});

test('a damaged id is listed once, by what its cell shows, and is no id that was asked about', () => {
  const damaged = (before: Cells, text: string): RowOutcome => ({
    ...outcome('7.2E+17', before, { current_id: text }),
    key: '!ROUNDED 7.2E+17 is a rounded number',
    isDamaged: true,
  });
  const rounded = '#TT ROUNDED: 7.2E+17 is a rounded number';
  const found = classifyOutcomes([damaged({}, rounded), outcome(A, {}, { current_id: A })], COLUMNS);
  expect(found).toMatchObject({
    ids: 1,
    standing: 0,
    changes: [{ kind: 'damaged', id: '7.2E+17', from: '', to: '', note: '7.2E+17 is a rounded number' }],
  });
  expect(classifyOutcomes([damaged({ current_id: rounded }, rounded)], COLUMNS)).toEqual({
    ids: 0,
    standing: 1,
    changes: [],
  });
  // The error of another formula is no damage.
  expect(kinds([damaged({}, '#TT DOWN: CAVE is not answering')])).toEqual([['7.2E+17', 'failed']]);
});

test('of more changes than the report lists, those that need a person are kept, and every one is counted', () => {
  const ROWS = 2 * REPORT_LINES + 1000;
  const idOf = (i: number) => `7205759400${String(10_000_000 + i)}`;
  function* rows(): Generator<RowOutcome> {
    for (let i = 0; i < ROWS; i++) {
      const to = i % 2000 === 1999 ? AMBIGUOUS : idOf(i + ROWS);
      yield outcome(idOf(i), { current_id: idOf(i) }, { current_id: to });
    }
  }
  const found = classifyOutcomes({ [Symbol.iterator]: rows }, COLUMNS);
  const ambiguous = Math.floor(ROWS / 2000);
  expect(found.changes).toHaveLength(REPORT_LINES);
  expect(found.changes.slice(0, ambiguous + 1).map(({ kind }) => kind)).toEqual([
    ...Array<string>(ambiguous).fill('ambiguous'),
    'edited',
  ]);
  const edits = new Map([[`${idOf(0)} ${idOf(ROWS)}`, { merges: 1, splits: 0, note: '' }]]);
  const kept = { ...found, changes: withEdits(found.changes, edits) };
  expect(summaryOf(kept)).toEqual({
    ids: ROWS,
    standing: 0,
    outOfDate: ROWS,
    kinds: { ambiguous, merged: 1, edited: ROWS - ambiguous - 1 },
  });
});

/** Tables of before → after: their form, their order, and which pieces each root holds. */
import { lineagesOf, parseLineages } from '../../src/world/lineage';

const table = (...lines: string[]) => ['before\tafter', ...lines].join('\n');
const lineages = (...lines: string[]) => lineagesOf('h.tsv', parseLineages('h.tsv', table(...lines)));

test('ids are parted by commas, semicolons or blanks; a time without a zone is UTC', () => {
  const tsv =
    '\ufefftime\tbefore\tafter\r\n2026-01-02T09:40\t11, 12\t13\r\n2026-01-03T00:00:00+02:00\t13\t14;15\r\n\r\n';
  expect(parseLineages('h.tsv', tsv)).toEqual([
    { line: 2, before: ['11', '12'], after: ['13'], time: Date.UTC(2026, 0, 2, 9, 40) },
    { line: 3, before: ['13'], after: ['14', '15'], time: Date.UTC(2026, 0, 2, 22) },
  ]);
});

test.each([
  ['old\tnew\n1\t2', /no columns before and after/],
  [table('1\tx'), /line 2: "x" is not a root id/],
  [table('1\t'), /line 2: no id in the column after/],
  [table('1, 1\t2'), /line 2: an id stands twice/],
  [`time\t${table('noon\t1\t2')}`, /line 2: "noon" is not a time/],
])('refused: %j', (tsv, words) => expect(() => parseLineages('h.tsv', tsv)).toThrow(words));

test.each([
  [['1\t2', '1\t3'], /line 3: 1 was replaced in line 2 already/],
  [['1\t2', '3\t2'], /line 3: 2 came of the edit in line 2 already/],
  [['2\t3', '1\t2'], /line 3: 2 is used before it is made, in line 2/],
  [['1\t1'], /line 2: 1 is used before it is made, in line 2/],
])('refused: %j', (lines, words) => expect(() => lineages(...lines)).toThrow(words));

test('ids that edits connect are one lineage', () => {
  const all = lineages('1\t2', '3\t4,5', '2,5\t6');
  expect(all.map(({ originals }) => originals)).toEqual([['1', '3']]);
  expect(lineages('1\t2', '3\t4').map(({ originals }) => originals)).toEqual([['1'], ['3']]);
});

test.each<[string, string[]]>([
  ['a split', ['1\t2,3']],
  ['a merge', ['1,2\t3']],
  ['a split of what was merged elsewhere', ['1,2\t3', '3\t4,5,6']],
  ['a split that is merged again in the other order', ['1\t2,3', '3,2\t4', '4\t5,6']],
  ['many into one, one into many', ['1,2,3,4\t5', '5\t6', '6\t7,8,9']],
  ['several into several', ['1,2\t3,4', '3,5\t6,7', '4,7\t8']],
])('%s: an edit keeps its pieces, and every root is a run of them', (_title, lines) => {
  for (const { edits, atoms } of lineages(...lines)) {
    for (const { before, after } of edits) {
      const of = (ids: string[]) => ids.flatMap((id) => atoms.get(id)!);
      expect(of(before)).toEqual(of(after));
    }
    for (const [id, own] of atoms)
      expect([id, own.length > 0, new Set(own).size]).toEqual([id, true, own.length]);
  }
});

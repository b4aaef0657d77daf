/** What people paste, and the text cells that it becomes: no digit is lost, and what is refused is named. */
import { readPasted } from '../../../src/core/cells/pasted';
import { random } from '../../../workbench/random';

const A = '720575941413124779';
const B = '720575941473274509';
const C = '720575940621280688';
const column = (text: string, c = 0) => readPasted(text).cells.map((row) => row[c]);
const kinds = (text: string) => readPasted(text).columns.map(({ kind }) => kind);

test.each<[string, string]>([
  ['lines', `${A}\n${B}\n${C}\n`],
  ['lines of Windows, with a byte-order mark', `\ufeff${A}\r\n${B}\r\n${C}`],
  ['one line with commas', `${A}, ${B},${C}`],
  ['semicolons and spaces', `${A}; ${B} ${C}`],
  ['pipes', `${A}|${B}|${C}`],
  [
    'a Python list over lines',
    `ids = [\n  ${A},\n  ${B},\n  ${C},\n]`.replace('ids = [\n', '').replace('\n]', ''),
  ],
  ['a Python list', `[${A}, ${B}, ${C}]`],
  ['numpy’s print', `[${A} ${B}\n ${C}]`],
  ['JSON of bare numbers', `[${A},${B},${C}]`],
  ['JSON of texts', `["${A}", "${B}", "${C}"]`],
  ['quotes of every kind', `"${A}"\n“${B}”\n'${C}'`],
  ['Excel’s quoting', `="${A}"\n="${B}"\n="${C}"`],
  ['bullets', `- ${A}\n• ${B}\n* ${C}`],
  ['numbering', `1. ${A}\n2) ${B}\n3: ${C}`],
  ['numbering with arrows', `1 → ${A}\n2 -> ${B}\n3 => ${C}`],
  ['apostrophes of Sheets', `'${A}\n'${B}\n'${C}`],
  ['suffixes of C and JavaScript', `${A}L,\n${B}n,\n${C}`],
  ['trailing commas', `${A},\n${B},\n${C},`],
  ['a column with a header', `root_id\t\n${A}\t\n${B}\t\n${C}\t`],
  ['thousands separators', [A, B, C].map((id) => id.replace(/\B(?=(?:\d{3})+$)/g, ',')).join('\n')],
  ['comments', `# from Ada\n${A}\n// next\n${B}\n${C}`],
  ['invisible signs', `\u200b${A}\u00a0\n\u2060${B}\n${C}\u200f`],
])('ids from %s', (_name, text) => {
  const pasted = readPasted(text);
  expect(pasted.cells).toEqual([[A], [B], [C]]);
  expect(pasted).toMatchObject({
    ids: 3,
    distinct: 3,
    problems: [],
    columns: [{ kind: 'ids', header: 'root_id' }],
  });
});

test('rounded ids are refused where they stand, each with its row; what surrounds them stays', () => {
  const pasted = readPasted(`${A}\n7.20576E+17\n720575941413124779.0\n7,20576E+17\n${B}`);
  expect(pasted.cells[0]).toEqual([A]);
  expect(pasted.cells[4]).toEqual([B]);
  for (const row of [1, 2, 3]) expect(pasted.cells[row]![0]).toMatch(/^#TT ROUNDED: /);
  expect(pasted.problems.map(({ row, kind }) => [row, kind])).toEqual([
    [2, 'rounded'],
    [3, 'rounded'],
    [4, 'rounded'],
  ]);
  expect(pasted.ids).toBe(2);
});

test('ids that end in zeros beyond the 15th digit are doubtful, and kept as they are', () => {
  const pasted = readPasted(`${A}\n720575941413124000`);
  expect(pasted.cells[1]).toEqual(['720575941413124000']);
  expect(pasted.problems).toEqual([{ row: 2, shown: '720575941413124000', kind: 'doubtful' }]);
});

test('columns that a program rounded as a whole are doubtful, seed 3', () => {
  const next = random(3);
  const ids = Array.from({ length: 40 }, () => 720575940379279360n + BigInt(Math.floor(next() * 2e9)));
  expect(readPasted(ids.join('\n')).problems.length).toBeLessThan(2);
  const doubles = ids.map((id) => BigInt(Number(id)));
  expect(readPasted(doubles.join('\n')).problems).toHaveLength(new Set(doubles).size);
  expect(readPasted(ids.map((id) => String(Number(id))).join('\n')).problems.length).toBeGreaterThan(35);
});

test('CSV: quoted commas and lines, an id column beside labels, links and points', () => {
  const text = `root_id,cell type,where,view\n${A},"DNa02, left","(1, 2, 3)",https://a.org/#!x\n${B},"two\nlines",[4, 5, 6],https://b.org/?a=1;b=2`;
  const pasted = readPasted(text);
  expect(pasted.columns).toEqual([
    { kind: 'ids', header: 'root_id', named: true },
    { kind: 'labels', header: 'cell type', named: true },
    { kind: 'points', header: 'where', named: true },
    { kind: 'links', header: 'view', named: true },
  ]);
  expect(pasted.cells).toEqual([
    [A, 'DNa02, left', '(1, 2, 3)', 'https://a.org/#!x'],
    [B, 'two\nlines', '[4, 5, 6]', 'https://b.org/?a=1;b=2'],
  ]);
});

test('columns copied from a sheet keep their blanks and their order', () => {
  expect(readPasted(`\t${A}\tx\n\t\t\n1\t${B}\t\n`).cells).toEqual([
    ['', A, 'x'],
    ['', '', ''],
    ['1', B, ''],
  ]);
  expect(kinds(`x\t${A}\t12\t1, 2, 3\n y\t${B}\t3.5\t4 5 6`)).toEqual(['labels', 'ids', 'numbers', 'points']);
});

test('arrows between two ids, or a label and an id, are two columns', () => {
  expect(readPasted(`${A} → ${B}\n${B} -> ${C}`).cells).toEqual([
    [A, B],
    [B, C],
  ]);
  expect(readPasted(`${A} → ${B}\n${B} -> ${C}`).columns.map(({ header }) => header)).toEqual([
    'root_id',
    'root_id_2',
  ]);
  expect(readPasted(`DNa02 => ${A}\nDNa03 => ${B}`).cells).toEqual([
    ['DNa02', A],
    ['DNa03', B],
  ]);
  expect(readPasted(`old -> new\n${A} -> ${B}`)).toMatchObject({
    cells: [[A, B]],
    columns: [{ header: 'old' }, { header: 'new' }],
  });
});

test('links, points and labels in lines stay whole', () => {
  const link = `https://spelunker.cave-explorer.org/#!{"layers":[{"segments":["${A}","${B}"]}]}`;
  expect(column(`${link}\nhttps://ngl.flywire.ai/?json_url=https://x.org/1`)).toEqual([
    link,
    'https://ngl.flywire.ai/?json_url=https://x.org/1',
  ]);
  expect(kinds(link)).toEqual(['links']);
  expect(column('1, 2, 3\n4, 5, 6')).toEqual(['1, 2, 3', '4, 5, 6']);
  expect(kinds('[1, 2, 3]\n[4, 5, 6]')).toEqual(['points']);
  expect(column('LAL 138\nDNa02 left\n007')).toEqual(['LAL 138', 'DNa02 left', '007']);
});

test('remarks beside ids are left out and counted; words for none, other texts and several ids are kept', () => {
  expect(readPasted(`${A} (soma)\n${B} # check\nNA\nabc`)).toMatchObject({
    cells: [[A], [B], ['NA'], ['abc']],
    remarks: 2,
    none: 1,
    problems: [{ row: 4, shown: 'abc', kind: 'bad' }],
  });
  expect(readPasted(`${A} ${B}\tx\n${C}\ty`)).toMatchObject({
    cells: [
      [`${A} ${B}`, 'x'],
      [C, 'y'],
    ],
    problems: [{ row: 1, kind: 'several' }],
  });
});

test('JSON objects are a table', () => {
  expect(readPasted(`[{"id": ${A}, "type": "a"}, {"id": ${B}, "n": 3}]`)).toMatchObject({
    columns: [{ header: 'id', kind: 'ids' }, { header: 'type' }, { header: 'n' }],
    cells: [
      [A, 'a', ''],
      [B, '', '3'],
    ],
  });
});

test('supervoxels have a header of their own; counts and coordinates are no ids', () => {
  expect(readPasted('76773549793628147\n76773549793628148').columns[0]!.header).toBe('supervoxel_id');
  expect(kinds('125283\n118263')).toEqual(['numbers']);
  expect(kinds('12345678901234\n0')).toEqual(['numbers']);
});

test('nothing, and a quote that never ends', () => {
  expect(readPasted(' \n\n')).toMatchObject({ cells: [], columns: [] });
  expect(column(`"${A}\n${B}`)).toEqual([A, B]);
  expect(readPasted(`"a,b\n`.repeat(1000)).cells).toHaveLength(1000);
});

test('the text of a formula stays text for the writer to protect', () => {
  expect(column('=1+1\n+A1\n@x')).toEqual(['=1+1', '+A1', '@x']);
});

test('2,000 rows with an id, seed 5: every digit of every id', () => {
  const next = random(5);
  const ids = Array.from({ length: 2000 }, () =>
    (BigInt(Math.floor(next() * 2 ** 32)) + 720575940379279360n).toString(),
  );
  const pasted = readPasted(ids.map((id, i) => `${id},n${i}`).join('\n'));
  expect(pasted.cells.map(([id]) => id)).toEqual(ids);
});

describe('10,000 pastes (seed 44): the cells are drawn first, and then written', () => {
  const next = random(44);
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const anId = () =>
    `7205759${String(400_000_000_000 + below(599_999_999_999)).padStart(11, '0')}`.slice(0, 17) +
    pick('123456789'.split(''));
  const many = (least: number, most: number) => [
    ...new Set(Array.from({ length: least + below(most - least + 1) }, anId)),
  ];
  const end = () => pick(['', '\n', '\r\n']);
  const line = () => pick(['\n', '\r\n', '\n\n']);

  const LISTS: ((ids: string[]) => string)[] = [
    (ids) => ids.join(line()),
    (ids) => `\ufeff${ids.join('\n')}`,
    (ids) => ids.join(pick([',', ', ', '; ', '|', ' '])),
    (ids) => `[${ids.join(pick([',', ', ', ' ']))}]`,
    (ids) => JSON.stringify(ids),
    (ids) => ids.map((id) => pick([`"${id}"`, `“${id}”`, `'${id}'`])).join('\n'),
    (ids) => ids.map((id) => `="${id}"`).join('\n'),
    (ids) => ids.map((id) => `${pick(['- ', '• ', '* '])}${id}`).join('\n'),
    (ids) => ids.map((id, i) => `${i + 1}${pick(['. ', ') ', ': '])}${id}`).join('\n'),
    (ids) => ids.map((id, i) => `${i + 1} ${pick(['→', '->', '=>'])} ${id}`).join('\n'),
    (ids) => ids.map((id) => `'${id}`).join('\n'),
    (ids) => ids.map((id) => `${id}${pick(['L', 'n', ''])},`).join('\n'),
    (ids) => `# from Ada\n${ids.join('\n')}`,
    (ids) => ids.map((id) => `\u200b${id}\u00a0`).join('\n'),
  ];

  test('lists of ids', () => {
    for (let i = 0; i < 6000; i++) {
      const ids = many(2, 6);
      const text = pick(LISTS)(ids) + end();
      const { cells, problems } = readPasted(text);
      if (JSON.stringify([cells, problems]) !== JSON.stringify([ids.map((id) => [id]), []]))
        throw new Error(`${JSON.stringify(text)} became ${JSON.stringify([cells, problems])}`);
    }
  });

  const WORDS = [
    'left',
    'AN neuron',
    'check, again',
    'a; b',
    'say "no"',
    'T1 (L)',
    'naïve',
    'two\nlines',
    'ok',
  ];

  test('tables: tabs, commas or semicolons, quoted where it has to be, with a header or without', () => {
    for (let i = 0; i < 4000; i++) {
      const mark = pick(['\t', ',', ';']);
      const rows = many(2, 5).map((id) => [id, pick(WORDS), pick(WORDS)]);
      const header = pick([[], [['root_id', 'note', 'side']]]);
      const quote = (cell: string) =>
        /["\n\t,;]/.test(cell) || next() < 0.1 ? `"${cell.replace(/"/g, '""')}"` : cell;
      const text =
        [...header, ...rows].map((row) => row.map(quote).join(mark)).join(pick(['\n', '\r\n'])) + end();
      const { cells, columns } = readPasted(text);
      if (JSON.stringify(cells) !== JSON.stringify(rows) || columns[0]!.kind !== 'ids')
        throw new Error(`${JSON.stringify(text)} became ${JSON.stringify([cells, columns])}`);
    }
  });
});

test.each<[string, string, string]>([
  ['one column of a sheet with its header', `root_id\n${A}\n${B}\n${C}`, 'root_id'],
  ['its header in quotes and in words', `"Segment ID"\n${A}\n${B}\n${C}`, 'Segment ID'],
  ['a list of tasks', `- [ ] ${A}\n- [x] ${B}\n- [ ] ${C}`, 'root_id'],
  ['a table of Markdown', `| pt_root_id |\n| --- |\n| ${A} |\n| ${B} |\n| ${C} |`, 'pt_root_id'],
])('%s', (_name, text, header) => {
  const { columns, cells, problems } = readPasted(text);
  expect([columns.map((each) => each.header), cells, problems]).toEqual([[header], [[A], [B], [C]], []]);
});

test('a table of Markdown with two columns', () => {
  expect(readPasted(`| id | n |\n|:---|---:|\n| ${A} | 5 |\n| ${B} | |`)).toMatchObject({
    columns: [{ header: 'id' }, { header: 'n' }],
    cells: [
      [A, '5'],
      [B, ''],
    ],
  });
});

test.each(['unknown', 'none', '?', 'DNa02', '7.2E+17'])('%s above ids is no header', (word) =>
  expect(readPasted(`${word}\n${A}\n${B}`).cells).toHaveLength(3),
);

/** A formula in each row: the first asks for its neighbours too, and no formula fails or waits because of them. */
import { saveToken, setFormulas } from '../../../src/addon/access/settings';
import { runFormula } from '../../../src/addon/formulas/formulas';
import { neighbourIds } from '../../../src/addon/formulas/neighbours';
import { TtError } from '../../../src/core/errors';
import { type RowTool, rowTool } from '../../../src/tools/declaration/declare';
import { type FakeHost, fakeHost } from '../../support/fake-host';
import { DECLARED, IDS } from '../support';

const idOf = (row: number) => `7205759400${String(10_000_000 + row)}`;

/** Ids in column A from row 2 on, and a formula about each in column B. */
function sheet(rows: number, formula = (row: number) => `=TT_X(A${row})`): FakeHost {
  const host = fakeHost();
  saveToken(host, '0123456789abcdef0123456789abcdef');
  setFormulas(host, true);
  const lines = Array.from({ length: rows }, (_x, i) => [idOf(i + 2), formula(i + 2)]);
  host.tab.put(1, 1, [['root_id', 'x'], ...lines]);
  return host;
}

function tool(more: Partial<RowTool> = {}) {
  const requests: string[][] = [];
  const declared = rowTool({
    ...DECLARED,
    params: [IDS],
    columns: () => ['one'],
    idsPerStep: 400_000,
    *answer(ids) {
      requests.push([...ids]);
      return new Map(ids.map((id) => [id, { cells: [`<${id}>`], cacheSeconds: 60 }]));
    },
    ...more,
  });
  return { ...declared, requests };
}

function calculate(host: FakeHost, x: RowTool, row: number, column = 2): unknown {
  host.choose({ row, column });
  return runFormula(x, [idOf(row)], host);
}

test('300 formulas, each about the id of its row: one request for all of them', () => {
  const [host, x] = [sheet(300), tool()];
  for (let row = 2; row <= 301; row++) expect(calculate(host, x, row)).toBe(`<${idOf(row)}>`);
  expect(x.requests.map(({ length }) => length)).toEqual([300]);
});

test('1,000 formulas within a moment: a request for each 880 rows, and each id asked about once', () => {
  const [host, x] = [sheet(1000), tool()];
  for (let row = 2; row <= 1001; row++) expect(calculate(host, x, row)).toBe(`<${idOf(row)}>`);
  expect(x.requests.map(({ length }) => length)).toEqual([879, 121]);
});

test('from the last row to the first: the same requests', () => {
  const [host, x] = [sheet(1000), tool()];
  for (let row = 1001; row >= 2; row--) expect(calculate(host, x, row)).toBe(`<${idOf(row)}>`);
  expect(x.requests.map(({ length }) => length)).toEqual([121, 879]);
});

test('formulas that start at the same moment: one asks for all, each of the others for itself', () => {
  const [host, x] = [sheet(30), tool()];
  const answers = new Map(host.kept.cache);
  for (let row = 2; row <= 31; row++) {
    // The answers of the others are not there yet, only the sign that one of them is asking.
    for (const key of [...host.kept.cache.keys()])
      if (!/neighbours\d+$/.test(key) && !answers.has(key)) host.kept.cache.delete(key);
    expect(calculate(host, x, row)).toBe(`<${idOf(row)}>`);
  }
  expect(x.requests.map(({ length }) => length)).toEqual([30, ...Array<number>(29).fill(1)]);
});

test('the last rows of a tab ask for the rows above them', () => {
  const [host, x] = [sheet(20), tool()];
  const { formulas } = host.tab;
  const within: typeof formulas = (row, column, rows, columns) => {
    if (row + rows - 1 > host.tab.lastRow()) throw new Error('outside the dimensions of the sheet');
    return formulas.call(host.tab, row, column, rows, columns);
  };
  Object.assign(host.tab, { formulas: within });
  expect(calculate(host, x, 21)).toBe(`<${idOf(21)}>`);
  expect(x.requests.map(({ length }) => length)).toEqual([20]);
});

test('other functions, columns, rows and options are no neighbours, nor are cells without an id', () => {
  const host = sheet(9, (row) => {
    if (row === 3) return '=TT_Y(A3)';
    if (row === 4) return '=TT_X(C4)';
    if (row === 5) return '=TT_X(A6)';
    if (row === 6) return '=TT_X(A6,"banc")';
    return row === 7 ? '=IF(TRUE,TT_X(A7))' : `=TT_X(A${row})`;
  });
  host.tab.put(9, 1, [['no id']]);
  host.choose({ row: 2, column: 2 });
  expect(neighbourIds(host, 'k')).toEqual([2, 8, 10].map(idOf));
  host.choose({ row: 3, column: 2 });
  expect(neighbourIds(host, 'l')).toEqual([]);
});

test.each<[string, (host: FakeHost) => void]>([
  ['no active range', (host) => Object.assign(host.file, { selected: () => null })],
  ['a tab that cannot be read', (host) => Object.assign(host.tab, { formulas: thrower })],
  ['a cache that fails', (host) => Object.assign(host.cache, { putAll: thrower })],
])('%s: the formula answers as if it were alone', (_what, spoil) => {
  const [host, x] = [
    sheet(5),
    tool({
      *answer(ids) {
        x.requests.push([...ids]);
        return new Map(ids.map((id) => [id, { cells: [`<${id}>`], cacheSeconds: 0 }]));
      },
    }),
  ];
  spoil(host);
  expect(calculate(host, x, 2)).toBe(`<${idOf(2)}>`);
  expect(x.requests).toEqual([[idOf(2)]]);
});

const thrower = () => {
  throw new Error('refused');
};

test('a request for all that fails is no answer: the formula asks for its own id', () => {
  const requests: number[] = [];
  const x = tool({
    *answer(ids) {
      requests.push(ids.length);
      if (ids.length > 1) throw new TtError('DOWN', 'CAVE is not answering');
      return new Map(ids.map((id) => [id, { cells: ['one'], cacheSeconds: 60 }]));
    },
  });
  expect(calculate(sheet(5), x, 3)).toBe('one');
  expect(requests).toEqual([5, 1]);
});

test('a function of many requests, or of heavy work, asks for its own id alone', () => {
  for (const more of [{ idsPerStep: 1000 }, { heavy: true as const }]) {
    const x = tool(more as Partial<RowTool>);
    calculate(sheet(5), x, 2);
    expect(x.requests.flat()).toEqual(x.requests.length === 0 ? [] : [idOf(2)]);
  }
});

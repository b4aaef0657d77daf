/** JSON in the paste box: every form that a program of the field writes is a table or a list, and ids keep their digits. */
import { readPasted } from '../../../src/core/cells/pasted';
import { jsonRows } from '../../../src/core/cells/pasted-json';

const [A, B] = ['720575941413124779', '720575941473274509'];
const table = (text: string) => {
  const { columns, cells } = readPasted(text);
  return [columns.map(({ header }) => header), ...cells];
};

test.each<[string, string, string[][]]>([
  ['a list under a name', `{"ids": [${A}, "${B}"]}`, [['ids'], [A], [B]]],
  [
    'rows under a name',
    `{"data": [{"root_id": ${A}, "side": "L"}]}`,
    [
      ['root_id', 'side'],
      [A, 'L'],
    ],
  ],
  ['names within names', `{"r": {"d": {"root_ids": ["${A}"]}}}`, [['root_ids'], [A]]],
  [
    'one record',
    `{"root_id": "${A}", "type": "DNa02"}`,
    [
      ['root_id', 'type'],
      [A, 'DNa02'],
    ],
  ],
  ['a list of records', `[{"root_id":"${A}"}]`, [['root_id'], [A]]],
  [
    'a record a line',
    `{"root_id": ${A}}\n{"root_id": ${B}, "n": 1}\n`,
    [
      ['root_id', 'n'],
      [A, ''],
      [B, '1'],
    ],
  ],
  [
    'columns with lists',
    `{"root_id": [${A}, ${B}], "n": [1, 2]}`,
    [
      ['root_id', 'n'],
      [A, '1'],
      [B, '2'],
    ],
  ],
  [
    'pandas’ columns',
    `{"root_id":{"0":${A},"1":${B}},"n":{"0":1,"1":null}}`,
    [
      ['root_id', 'n'],
      [A, '1'],
      [B, ''],
    ],
  ],
  ['pandas’ one column', `{"root_id":{"0":${A},"1":${B}}}`, [['root_id'], [A], [B]]],
  [
    'pandas’ split table',
    `{"columns":["root_id","n"],"index":[0],"data":[[${A},1]]}`,
    [
      ['root_id', 'n'],
      [A, '1'],
    ],
  ],
  [
    'labels by id',
    `{"${A}": "DNa02", "${B}": "DNb01"}`,
    [
      ['root_id', ''],
      [A, 'DNa02'],
      [B, 'DNb01'],
    ],
  ],
  [
    'ids by label',
    `{"DNa02": ${A}, "DNb01": ${B}}`,
    [
      ['', 'root_id'],
      ['DNa02', A],
      ['DNb01', B],
    ],
  ],
  [
    'groups of ids',
    `{"DNa02": [${A}, ${B}], "DNb01": [${B}]}`,
    [
      ['', 'root_id'],
      ['DNa02', A],
      ['DNa02', B],
      ['DNb01', B],
    ],
  ],
  [
    'records by id',
    `{"${A}": {"side": "L"}, "${B}": {"side": "R"}}`,
    [
      ['root_id', 'side'],
      [A, 'L'],
      [B, 'R'],
    ],
  ],
  [
    'a Python dictionary',
    `{'root_id': [${A}, ${B}], 'ok': [True, None],}`,
    [
      ['root_id', 'ok'],
      [A, 'true'],
      [B, ''],
    ],
  ],
  [
    'a viewer’s state',
    `{"layers":[{"type":"segmentation","segments":["${A}","!${B}"]}],"position":[1,2,3]}`,
    [['root_id'], [A]],
  ],
])('%s', (_name, text, expected) => {
  expect(table(text)).toEqual(expected);
});

test.each([`[${B}.0]`, '[7.205759414732745e17]', `{"ids": [${B}.0, ${A}]}`, `[{"root_id": ${B}.0}]`])(
  'a number that was a double is rounded, no id: %s',
  (text) => {
    const { problems, cells } = readPasted(text);
    expect(problems).toMatchObject([{ kind: 'rounded', row: 1 }]);
    expect(cells[0]![0]).toMatch(/^#TT ROUNDED/);
  },
);

test('Python’s texts with both quotes', () => {
  expect(jsonRows(`['${A}', "it's", 'd\\'or',]`)!.rows).toEqual([[A], ["it's"], ["d'or"]]);
});

test('an object of another form is kept whole, and that is said; text in braces is a list', () => {
  expect(readPasted('{"a": {"b": [1, {"c": 2}]}, "d": 1}')).toMatchObject({
    cells: [['{"a":{"b":[1,{"c":2}]},"d":1}']],
    form: expect.stringMatching(/neither a list nor a table/),
  });
  expect(readPasted(`{${A}, ${B}}`).cells).toEqual([[A], [B]]);
  expect(readPasted(`{"ids": [${A}`).cells.flat().join(' ')).toContain(A);
});

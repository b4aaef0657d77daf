/** References against a plain model: cells that carry names, moved by hand. */

import { parseFormula } from '../../../src/sheet/formulas/parse';
import {
  deleteFrom,
  insertInto,
  moveBy,
  type Ref,
  type ReferencedTab,
  readRef,
  refBox,
  refMeets,
  refText,
} from '../../../src/sheet/formulas/reference';
import { columnName, columnNumber } from '../../../src/sheet/values/boxes';
import { random } from '../helpers';

const HOME: ReferencedTab = { id: 0, name: 'Sheet1', maxRows: 40, maxColumns: 20 };

function ref(text: string, home: ReferencedTab = HOME): Ref {
  return Object.assign(readRef(text, null)!, { home });
}

describe('text', () => {
  test.each([
    'A1',
    '$A1',
    'A$1',
    '$A$1',
    'A1:B2',
    '$A1:B$2',
    'A2:A',
    '$A$2:A',
    'A2:$C',
    'A:C',
    '$A:$C',
    '2:5',
    '$2:5',
    'A2:2',
    'A2:$4',
    'ZZ9',
    'AAA100:AAB101',
  ])('%s reads and writes', (text) => {
    expect(refText(ref(text))).toBe(text);
  });

  test.each([
    ['B2:A1', 'A1:B2'],
    ['$B2:A$1', 'A$1:$B2'],
    ['C:A', 'A:C'],
    ['5:2', '2:5'],
    ['A:A2', 'A2:A'],
    ['a1:b2', 'A1:B2'],
  ])('%s becomes %s', (text, after) => {
    expect(refText(ref(text))).toBe(after);
  });

  test.each(['', 'A', '5', 'A0', 'A1:', 'AAAA1', '1A', 'A1:B2:C3', 'A:5:'])('%j is no reference', (text) => {
    expect(readRef(text, null)).toBeNull();
  });

  test.each([
    ['Sheet1', 'Sheet1!A1'],
    ['My tab', "'My tab'!A1"],
    ["it's", "'it''s'!A1"],
    ['2026', "'2026'!A1"],
    ['AB12', "'AB12'!A1"],
    ['Zellen_ä', "'Zellen_ä'!A1"],
  ])('tab %s is written %s', (name, text) => {
    const found = parseFormula(text)?.refs[0];
    expect(found?.tabName).toBe(name);
    expect(refText({ ...found!, home: { ...HOME, name } })).toBe(text);
  });

  test('columns count in 26 letters', () => {
    expect([1, 26, 27, 52, 702, 703, 18_278].map(columnName)).toEqual([
      'A',
      'Z',
      'AA',
      'AZ',
      'ZZ',
      'AAA',
      'ZZZ',
    ]);
    for (let n = 1; n <= 18_278; n += 7) expect(columnNumber(columnName(n))).toBe(n);
  });
});

describe('the cells meant', () => {
  test.each([
    ['B3', { row: 3, column: 2, rows: 1, columns: 1 }],
    ['B3:D', { row: 3, column: 2, rows: 38, columns: 3 }],
    ['B:C', { row: 1, column: 2, rows: 40, columns: 2 }],
    ['3:4', { row: 3, column: 1, rows: 2, columns: 20 }],
    ['B3:4', { row: 3, column: 2, rows: 2, columns: 19 }],
    ['S39:Z50', { row: 39, column: 19, rows: 2, columns: 2 }],
    ['A41', null],
    ['Z1', null],
  ])('%s', (text, box) => {
    expect(refBox(ref(text))).toEqual(box);
  });

  test('meeting a box is sharing a cell', () => {
    const box = { row: 5, column: 3, rows: 2, columns: 2 };
    const meets = [
      'C5',
      'D6',
      'A1:C5',
      'D6:Z99',
      'C:C',
      'A6:A',
      'A1:D',
      '5:5',
      'E5',
      'C7',
      'B5',
      'C4',
      '7:9',
      'E:Z',
    ];
    expect(meets.filter((text) => refMeets(ref(text), HOME, box))).toEqual([
      'C5',
      'D6',
      'A1:C5',
      'D6:Z99',
      'C:C',
      'A1:D',
      '5:5',
    ]);
    expect(refMeets(ref('C5'), { ...HOME, id: 1 }, box)).toBe(false);
  });
});

/** What a reference means after a change of rows: the names of the cells that it means and that still exist. */
function referencesOf(target: Ref, names: readonly string[]): string[] {
  const box = refBox({ ...target, home: { ...HOME, maxRows: names.length } });
  return box ? names.slice(box.row - 1, box.row - 1 + box.rows) : [];
}

test.each(Array.from({ length: 400 }, (_, i) => [i]))('insertions and deletions of rows, seed %i', (seed) => {
  const pick = random(seed);
  let names = Array.from({ length: 30 }, (_, i) => `r${i}`);
  const first = 1 + pick(20);
  const last = first + pick(8);
  const target = ref(pick(5) === 0 ? `A${first}:A` : `A${first}:B${last}`);
  let targets = referencesOf(target, names);
  for (let step = 0; step < 8; step++) {
    const at = 1 + pick(names.length - 4);
    const count = 1 + pick(3);
    const open = target.rows.last === Infinity;
    if (pick(2)) {
      const fresh = Array.from({ length: count }, (_, i) => `new${step}.${i}`);
      const inside = targets.includes(names[at - 1]!) && names[at - 1] !== targets[0];
      names = [...names.slice(0, at - 1), ...fresh, ...names.slice(at - 1)];
      const outcome = insertInto(target, 'rows', at, count);
      if (inside) targets = names.slice(names.indexOf(targets[0]!), names.indexOf(targets.at(-1)!) + 1);
      if (outcome === 'same') expect(inside).toBe(false);
    } else {
      const removedNames = new Set(names.slice(at - 1, at - 1 + count));
      names = names.filter((name) => !removedNames.has(name));
      deleteFrom(target, 'rows', at, count);
      targets = targets.filter((name) => !removedNames.has(name));
      if (targets.length === 0 && !open) {
        expect(target.dead).toBe(true);
        return;
      }
      if (targets.length === 0) return;
    }
    expect(target.dead).toBe(false);
    expect(referencesOf(target, names)).toEqual(targets);
  }
});

describe('moving as a copy does', () => {
  test.each([
    ['A5', 2, 'A7'],
    ['A$5', 2, 'A$5'],
    ['$A5', -2, '$A3'],
    ['A5', -5, '#REF!'],
    ['A5:B$7', 4, 'A$7:B9'],
    ['A5:A', 3, 'A8:A'],
    ['A:C', 3, 'A:C'],
    ['2:3', 3, '5:6'],
    ['A39', 2, '#REF!'],
  ])('%s by %i rows is %s', (text, rows, after) => {
    const target = ref(text);
    moveBy(target, rows);
    expect(refText(target)).toBe(after);
  });
});

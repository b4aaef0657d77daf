import {
  countsLine,
  formLine,
  leftOutLine,
  placeLine,
  problemGroups,
} from '../../../sidebar/sheet/paste-words';
import { readPasted } from '../../../src/core/cells/pasted';

const A = '720575941413124779';
const B = '720575941473274509';

test('a list: counts, distinct ids, words for none', () => {
  const pasted = readPasted(`${A}\n${A}\nNA`);
  expect(countsLine(pasted)).toBe('2 ids · 1 distinct · 1 none · 3 rows');
  expect(formLine(pasted)).toBe('Read as a list: root_id (ids)');
  expect(problemGroups(pasted)).toEqual([]);
  expect(leftOutLine(pasted)).toBe('');
});

test('a table names its columns; without ids its rows are counted', () => {
  expect(formLine(readPasted(`id,side\n${A},left\n${B},right`))).toBe('Read as CSV: id (ids), side (labels)');
  expect(formLine(readPasted(`${A},left\n${B},right`))).toBe('Read as CSV: root_id (ids), column 2 (labels)');
  expect(countsLine(readPasted('DNa02\nDNa03'))).toBe('2 rows');
});

test('refused ids first, with the real reason and their rows; at most five named', () => {
  const groups = problemGroups(readPasted(`abc\n${'7.20576E+17\n'.repeat(6)}${A}`));
  expect(groups.map(({ refused }) => refused)).toEqual([true, false]);
  expect(groups[0]!.text).toMatch(/^6 ids were rounded before they were copied: the last digits are gone/);
  expect(groups[0]!.examples).toHaveLength(6);
  expect(groups[0]!.examples.slice(-2)).toEqual(['row 6: 7.20576E+17', 'and 1 more']);
  expect(groups[1]).toMatchObject({
    text: '1 cell holds no segment id: kept as text.',
    examples: ['row 1: abc'],
  });
});

test('what was left out, and where it goes', () => {
  expect(leftOutLine(readPasted(`# list of Ada\n${A} (soma)\n${B}`))).toBe(
    'Left out: 1 comment line, remarks beside 1 id.',
  );
  const place = {
    sheetId: 1,
    sheet: 'My cells',
    a1: 'A2:A3',
    row: 2,
    column: 1,
    replaced: { count: 0, cells: [] },
    notWritten: { count: 0, cells: [] },
  };
  expect(placeLine({ ...place, header: true, below: false })).toBe(
    "Goes to 'My cells'!A2:A3, with headers above.",
  );
  expect(placeLine({ ...place, header: false, below: true })).toBe(
    "Goes to 'My cells'!A2:A3, below what stands there.",
  );
  expect(placeLine({ ...place, header: false, below: false })).toBe("Goes to 'My cells'!A2:A3.");
});

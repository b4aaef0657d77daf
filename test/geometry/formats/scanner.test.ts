import { textBytes } from '../../../src/geometry/formats/plain-bytes';
import { Scanner } from '../../../src/geometry/formats/scanner';
import { random } from '../../../workbench/random';

const scanner = (text: string) => new Scanner(textBytes(text, 'the file'), 'the file');
const number = (text: string) => scanner(text).number('a value');

test.each([
  ['0', 0],
  ['-0.0', -0],
  ['+12.50', 12.5],
  ['.5', 0.5],
  ['7.', 7],
  ['1e3', 1000],
  ['-2.5E-3', -0.0025],
  ['575250.00000000', 575250],
  ['0.1', 0.1],
  ['9007199254740993', 9007199254740992],
  ['123456789012345678901234567890', 1.2345678901234568e29],
  ['0.000000000000000000000000000001', 1e-30],
  ['5e-324', 5e-324],
])('"%s" is %d', (text, value) => {
  expect(number(text)).toBe(value);
});

test.each(['nan', 'NaN', 'inf', '-Infinity', '1e999', '0x10', '1.2.3', '--1', '1,5', '.', 'e5', '1e', '- 1'])(
  '"%s" is refused',
  (text) => {
    expect(() => number(text)).toThrow(/line 1 of the file: a value is ".*", not a finite number/);
  },
);

test('10,000 numbers are read as the language reads them, seed 11', () => {
  const next = random(11);
  for (let i = 0; i < 10_000; i++) {
    const value = (next() - 0.5) * 10 ** Math.floor(next() * 24 - 6);
    const text = [String(value), value.toFixed(8), value.toExponential(Math.floor(next() * 17))][i % 3]!;
    expect(number(text)).toBe(Number(text));
  }
});

test('lines end in every way, and are counted', () => {
  const scan = scanner('a\nb\r\nc\rd  \n\n e');
  const found: string[] = [];
  while (scan.seek()) {
    found.push(`${scan.word()}${scan.line}`);
    scan.nextLine();
  }
  expect(found).toEqual(['a1', 'b2', 'c3', 'd4', 'e6']);
});

test('words of other alphabets do not shift what follows', () => {
  const scan = scanner('é日 7');
  expect(scan.word()).toBe('??');
  expect(scan.number('a value')).toBe(7);
});

test('whole numbers', () => {
  expect(scanner('-17/3').integer('an index')).toBe(-17);
  expect(() => scanner('x').integer('an index')).toThrow('an index is "x", not a whole number');
  expect(() => scanner('99999999999999999999').integer('an index')).toThrow('not a whole number');
  expect(() => scanner('').integer('an index')).toThrow('an index is missing');
});

test('what cannot be read is not shown', () => {
  expect(() => scanner('1\u007fx').number('a value')).toThrow('a value is "1?x", not a finite number');
});

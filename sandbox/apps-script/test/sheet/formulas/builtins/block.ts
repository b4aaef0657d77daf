/** The cells that the tests of built-ins read: ids as text, numbers, booleans, a blank row, a date. */

export const ID = '720575940621039145';
export const BLOCK = [
  ['id', 'n', 'ok'],
  [`'${ID}`, 10, true],
  ["'720575940621039146", 20, false],
  ["'720575940621039145", 30, true],
  [null, null, null],
  ['x y', -5, '2026-01-02'],
];

/** Every spelling of test/corpus is read as its line says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idsInCell, readCell } from '../../../src/core/cells/id-cell';
import { pointNotation, readNumberCell } from '../../../src/core/cells/number-cell';
import { decimalMark } from '../../../src/core/cells/region';
import { readBooleanCell, readTextCell } from '../../../src/core/cells/text-cell';
import { asOfText, readAsOf } from '../../../src/core/cells/time-text';
import { settlePoints } from '../../../src/core/points';
import { linkProblem } from '../../../src/neuroglancer/link-cell';

const lines = (kind: string): [input: unknown, ...fields: string[]][] =>
  readFileSync(join(__dirname, '../../corpus', `${kind}.tsv`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [input = '', ...fields] = line.split('\t');
      return [JSON.parse(input), ...fields];
    });

const regionOf = (locale: string) => ({ locale: locale === '-' ? '' : locale });
const orRefused = (read: unknown): string =>
  typeof read === 'object' && read !== null && 'reason' in read ? 'refused' : String(read);

test.each(lines('ids'))('id %j is %s', (input, kind, ids) => {
  const cell = readCell(input);
  expect([cell.kind, idsInCell(cell).join(' ')]).toEqual([kind, ids]);
});

test.each(lines('times'))('time %j in %s is %s', (input, locale, reading) => {
  const at = readAsOf(input, regionOf(locale!));
  expect('reason' in at ? 'refused' : asOfText(at)).toBe(reading);
});

test.each(lines('numbers'))('number %j in %s is %s', (input, locale, reading) => {
  expect(orRefused(readNumberCell(input, regionOf(locale!)))).toBe(reading);
});

test.each(lines('points'))('point %j in %s is %s', (input, locale, reading) => {
  const text = String(input);
  const plain = decimalMark(regionOf(locale!)) === ',' ? pointNotation(text) : text;
  const [point] = typeof plain === 'string' ? settlePoints([[plain]], 'points') : [];
  expect(Array.isArray(point) ? point.join(' ') : 'refused').toBe(reading);
});

test.each(lines('booleans'))('truth value %j is %s', (input, reading) => {
  expect(orRefused(readBooleanCell(input)).replace(/true|false/, (word) => word.toUpperCase())).toBe(reading);
});

test.each(lines('texts'))('text %j is %s', (input, reading) => {
  expect(orRefused(readTextCell(input))).toBe(reading);
});

test.each(lines('links'))('link %j is %s', (input, reading) => {
  const problem = linkProblem(String(input));
  if (reading === 'one') expect(problem).toBe('');
  else expect(problem).toContain(reading);
});

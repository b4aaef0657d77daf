/** Values that scripts write. */

import { runInNewContext } from 'node:vm';
import type { CellValue } from '../../../src/sheet/values/types';
import { Sheet, withFunctions } from '../helpers';

test('dates and odd values of another realm are taken as what they are', () => {
  const sheet = new Sheet({ timeZone: 'America/New_York' });
  const foreign = runInNewContext(
    '[[new Date(1767330000000), { toString: () => "made of text" }, undefined]]',
  ) as CellValue[][];
  sheet.set('C1', 'old').set('A1', foreign);
  expect(sheet.values('A1:C1')).toEqual([[new Date(1767330000000), 'made of text', '']]);
  expect(sheet.shown('A1')).toBe('1/2/2026');
  const result = withFunctions({ TT_DATE: () => runInNewContext('[[new Date(1767312000000)]]') as unknown });
  expect(result.sheet.set('A1', '=TT_DATE()').shown('A1')).toBe('1/2/2026');
});

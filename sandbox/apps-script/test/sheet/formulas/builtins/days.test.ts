/** Date built-ins, in a time zone. */
import { result } from '../../helpers';
import { BLOCK } from './block';

describe('dates', () => {
  const options = { now: () => new Date('2026-11-22T10:30:00Z'), timeZone: 'America/New_York' };
  test.each([
    ['=C6+1', '1/3/2026'],
    ['=C6-DATE(2026,1,1)', '1'],
    ['=YEAR(C6)&"-"&MONTH(C6)&"-"&DAY(C6)', '2026-1-2'],
    ['=DATE(2026,14,1)', '2/1/2027'],
    ['=TODAY()', '11/22/2026'],
    ['=TEXT(NOW(),"hh:mm")', '05:30'],
    ['=HOUR(NOW())', '5'],
    ['=DATEVALUE("2026-01-02")', '46024'],
  ])('%s', (formula, text) => {
    expect(result(formula, BLOCK, options)).toBe(text);
  });
});

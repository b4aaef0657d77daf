/** Criteria and wildcards against the plainest way to match. */
import { criterion, sameKind, wildcard } from '../../../../src/sheet/formulas/builtins/criteria';
import { Day, Fault } from '../../../../src/sheet/values/values';
import { random } from '../../helpers';

/** Matches pattern and text letter by letter. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [head, ...rest] = pattern;
  const tail = rest.join('');
  if (head === '*') return matches(tail, text) || (text !== '' && matches(pattern, text.slice(1)));
  if (head === '~' && /^[*?~]/.test(tail))
    return text[0] === tail[0] && matches(tail.slice(1), text.slice(1));
  return text !== '' && (head === '?' || head === text[0]) && matches(tail, text.slice(1));
}

test('wildcards, seed 3', () => {
  const pick = random(3);
  const word = (letters: string, length: number): string =>
    Array.from({ length }, () => letters[pick(letters.length)]).join('');
  for (let i = 0; i < 5000; i++) {
    const pattern = word('ab*?~.', pick(6));
    const text = word('ab*?~.', pick(6));
    expect(`${pattern} ${text} ${wildcard(pattern)(text)}`).toBe(
      `${pattern} ${text} ${matches(pattern, text)}`,
    );
  }
});

describe('what a criterion lets pass', () => {
  const CELLS = [
    5,
    '5',
    0,
    '',
    null,
    'abc',
    'ABC',
    true,
    false,
    new Day(5),
    new Fault('#N/A', ''),
    -1,
    'a*c',
  ];
  const passing = (expected: string | number | boolean | null): string =>
    CELLS.filter(criterion(expected))
      .map((cell) =>
        cell instanceof Day ? 'day5' : cell instanceof Fault ? cell.code : JSON.stringify(cell),
      )
      .join(' ');

  test.each<[string | number | boolean | null, string]>([
    [5, '5 day5'],
    ['5', '5 "5" day5'],
    ['=5', '5 "5" day5'],
    ['<>5', '0 "" null "abc" "ABC" true false #N/A -1 "a*c"'],
    ['>0', '5 day5'],
    ['>=0', '5 0 day5'],
    ['<5', '0 -1'],
    ['<=-1', '-1'],
    ['abc', '"abc" "ABC"'],
    ['a*', '"abc" "ABC" "a*c"'],
    ['a~*c', '"a*c"'],
    ['>abc', ''],
    ['<=abc', '"5" "" "abc" "ABC" "a*c"'],
    [true, 'true'],
    ['false', 'false'],
    ['', '"" null'],
    ['=', 'null'],
    ['<>', '5 "5" 0 "abc" "ABC" true false day5 #N/A -1 "a*c"'],
    ['>', ''],
    [null, '0'],
  ])('%j', (target, cells) => {
    expect(passing(target)).toBe(cells);
  });

  test('ids of 18 digits stay apart', () => {
    const same = criterion('720575940621039145');
    expect([same('720575940621039145'), same('720575940621039146')]).toEqual([true, false]);
    expect(sameKind(5, '5')).toBe(false);
    expect(sameKind(5, new Day(5))).toBe(true);
  });
});

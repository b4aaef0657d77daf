/** Tokens of formula text. */
import { tokenize } from '../../../src/sheet/formulas/tokens';

const kinds = (source: string) => tokenize(source)?.map(({ kind, text }) => `${kind} ${text}`) ?? null;

test.each<[string, string[]]>([
  ['SUM(A1:B$2)', ['name SUM', 'mark (', 'ref A1:B$2', 'mark )']],
  ["'My ''tab'!C:C", ["ref 'My ''tab'!C:C"]],
  ['Sheet2!$A$1', ['ref Sheet2!$A$1']],
  ['LOG10(5)', ['name LOG10', 'mark (', 'number 5', 'mark )']],
  ['1.5e-3%', ['number 1.5e-3', 'mark %']],
  ['.5', ['number .5']],
  ['"a""b"&"c"', ['text "a""b"', 'mark &', 'text "c"']],
  ['A1<>B1', ['ref A1', 'mark <>', 'ref B1']],
  ['A1<=-2', ['ref A1', 'mark <=', 'mark -', 'number 2']],
  ['Sheet2!#REF!+#N/A', ['fault Sheet2!#REF!', 'mark +', 'fault #N/A']],
  ['{1,2;3}', ['mark {', 'number 1', 'mark ,', 'number 2', 'mark ;', 'number 3', 'mark }']],
  [' A1 ', ['space  ', 'ref A1', 'space  ']],
  ['', []],
])('%s', (source, tokens) => {
  expect(kinds(source)).toEqual(tokens);
  expect(
    tokenize(source)!
      .map(({ text }) => text)
      .join(''),
  ).toBe(source);
});

test('quotes and doubled quotes are undone in values', () => {
  expect(tokenize('"a""b"')).toEqual([{ kind: 'text', text: '"a""b"', value: 'a"b' }]);
  expect(tokenize("'it''s'!A1")![0]).toMatchObject({ kind: 'ref', ref: { tabName: "it's" } });
});

test.each(['"open', 'A1 ? B1', '@A1', '1 | 2'])('%s has a character that belongs nowhere', (source) => {
  expect(tokenize(source)).toBeNull();
});

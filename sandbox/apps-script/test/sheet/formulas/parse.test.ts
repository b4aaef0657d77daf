/** Formula text: what parses, how strongly operators bind, and that text survives. */
import { type FormulaNode, formulaText, parseFormula } from '../../../src/sheet/formulas/parse';
import { refText } from '../../../src/sheet/formulas/reference';
import { tokenize } from '../../../src/sheet/formulas/tokens';
import { Fault } from '../../../src/sheet/values/values';
import { random, Sheet } from '../helpers';

/** The tree in full brackets. */
function withBrackets(node: FormulaNode): string {
  switch (node.kind) {
    case 'literal':
      return node.value instanceof Fault ? node.value.code : JSON.stringify(node.value);
    case 'ref':
      return refText(node.ref);
    case 'unary':
      return `(${node.operator}${withBrackets(node.operand)})`;
    case 'percent':
      return `(${withBrackets(node.operand)}%)`;
    case 'binary':
      return `(${withBrackets(node.left)}${node.operator}${withBrackets(node.right)})`;
    case 'call':
      return `${node.name}(${node.args.map(withBrackets).join(',')})`;
    case 'array':
      return `{${node.rows.map((row) => row.map(withBrackets).join(',')).join(';')}}`;
  }
}

describe('trees', () => {
  test.each([
    ['1+2*3', '(1+(2*3))'],
    ['1*2+3', '((1*2)+3)'],
    ['1-2-3', '((1-2)-3)'],
    ['2^3^2', '((2^3)^2)'],
    ['-2^2', '((-2)^2)'],
    ['2^-1', '(2^(-1))'],
    ['--1', '(-(-1))'],
    ['5%%', '((5%)%)'],
    ['-5%', '(-(5%))'],
    ['1&2+3', '(1&(2+3))'],
    ['1=2&3', '(1=(2&3))'],
    ['1<=2=TRUE', '((1<=2)=true)'],
    ['1<>2', '(1<>2)'],
    ['sum(a1,b2:c3)', 'SUM(A1,B2:C3)'],
    ['F()', 'F()'],
    ['F(,)', 'F(null,null)'],
    ['F(1,,2)', 'F(1,null,2)'],
    ['F(1;2)', 'F(1,2)'],
    ['{1,2;3,4}', '{1,2;3,4}'],
    ['{1\\2}', '{1,2}'],
    ['{}', '{}'],
    ['LOG10(5)', 'LOG10(5)'],
    ['TT_X(A1)', 'TT_X(A1)'],
    ['tt.x.y(1)', 'TT.X.Y(1)'],
    ['TRUE', 'true'],
    ['true()', 'TRUE()'],
    ['foo', '#NAME?'],
    ['"a""b"', '"a\\"b"'],
    ['#N/A', '#N/A'],
    ['Gone!#REF!+1', '(#REF!+1)'],
    ['.5', '0.5'],
    ['1.5E-3', '0.0015'],
    ["'My tab'!$A$1:B", "'My tab'!$A$1:B"],
    [' 1\n+ 2 ', '(1+2)'],
    ['A1:B2:C3', null],
    ['1 2', null],
    ['(1', null],
    ['1)', null],
    ['{1', null],
    ['F(1', null],
    ['"open', null],
    ['1+', null],
    ['*1', null],
    ['1?2', null],
    ['', null],
  ])('%j', (source, tree) => {
    const formula = parseFormula(source);
    expect(formula && withBrackets(formula.tree)).toBe(tree);
  });

  test('brackets deeper than the stack are a parse error', () => {
    expect(parseFormula(`${'('.repeat(24_000)}1${')'.repeat(24_000)}`)).toBeNull();
  });

  test('tokens put together are the text', () => {
    const source = ` IF( 'My tab'!A2 = "x""y" , $B$1:C , {1;-2.5e3} ) & #N/A%`;
    expect(
      tokenize(source)
        ?.map((token) => token.text)
        .join(''),
    ).toBe(source);
    expect(formulaText(parseFormula(source)!.pieces)).toBe(`=${source}`);
  });
});

/** A random expression with its value computed by the test. */
function expression(pick: (below: number) => number, depth: number): { text: string; value: number } {
  if (depth === 0 || pick(4) === 0) {
    const value = pick(20);
    return { text: pick(3) ? String(value) : `A${value + 1}`, value };
  }
  const a = expression(pick, depth - 1);
  const b = expression(pick, depth - 1);
  switch (pick(6)) {
    case 0:
      return { text: `(${a.text}+${b.text})`, value: a.value + b.value };
    case 1:
      return { text: `(${a.text} - ${b.text})`, value: a.value - b.value };
    case 2:
      return { text: `${wrap(a.text)}*${wrap(b.text)}`, value: a.value * b.value };
    case 3:
      return { text: `IF(${a.text}>${b.text},${a.text},${b.text})`, value: Math.max(a.value, b.value) };
    case 4:
      return { text: `SUM(${a.text},-${wrap(b.text)})`, value: a.value - b.value };
    default:
      return { text: `(-${wrap(a.text)})`, value: -a.value };
  }
}

function wrap(text: string): string {
  return /^\w+$/.test(text) ? text : `(${text})`;
}

test.each([1, 2, 3, 4, 5])('random arithmetic, seed %i', (seed) => {
  const pick = random(seed);
  const sheet = new Sheet().set(
    'A1',
    Array.from({ length: 20 }, (_, i) => [i]),
  );
  for (let i = 0; i < 60; i++) {
    const { text, value } = expression(pick, 5);
    expect(`${text} = ${sheet.set('C1', `=${text}`).value('C1')}`).toBe(`${text} = ${value + 0}`);
  }
});

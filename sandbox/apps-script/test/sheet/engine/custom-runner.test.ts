/** When custom functions are called, and results that arrive later. */

import { withFunctions } from '../helpers';

const ECHO = { TT_ECHO: (x: unknown) => x, TT_FIRST: (...args: unknown[]) => args[0] as string };

describe('when they are called', () => {
  test('once at entry, again only when an argument changes', () => {
    const { sheet, functions } = withFunctions(ECHO);
    sheet.set('A1', 'a').set('B1', '=TT_ECHO(A1)&C1').settle();
    sheet.set('C1', '!').set('D4', 'elsewhere').settle();
    expect([sheet.shown('B1'), functions.calls.length]).toEqual(['a!', 1]);
    sheet.set('A1', 'a').settle();
    expect(functions.calls.length).toBe(1);
    sheet.set('A1', 'b').settle();
    expect([sheet.shown('B1'), functions.calls.length]).toEqual(['b!', 2]);
  });

  test('an error argument is the result, without a call', () => {
    const { sheet, functions } = withFunctions(ECHO);
    sheet.set('A1', '=1/0').set('B1', '=TT_ECHO(A1)').set('B2', '=TT_ECHO(A1:A2)');
    expect([sheet.shown('B1'), sheet.shown('B2'), functions.calls.length]).toEqual(['#DIV/0!', '#DIV/0!', 0]);
  });

  test('IF asks only for the branch that counts', () => {
    const { sheet, functions } = withFunctions(ECHO);
    sheet.set('B1', '=IF(A1="","",TT_ECHO(A1))').settle();
    expect(functions.calls.length).toBe(0);
    expect(sheet.set('A1', 'x').shown('B1')).toBe('x');
  });

  test('a clock among the arguments waits for ever', () => {
    const { sheet, functions } = withFunctions(ECHO);
    sheet.set('A1', '=NOW()').set('B1', '=TT_ECHO(NOW())').set('B2', '=TT_ECHO(A1)').settle();
    expect([sheet.shown('B1'), sheet.shown('B2'), functions.calls.length]).toEqual([
      'Loading...',
      'Loading...',
      0,
    ]);
  });

  test('recalculate and re-entering call again', () => {
    const { sheet, functions } = withFunctions(ECHO);
    sheet.set('B1', '=TT_ECHO(1)').settle();
    sheet.book.recalculate();
    sheet.set('B1', '=TT_ECHO(1)').settle();
    expect(functions.calls.length).toBe(3);
  });

  test('an unknown name, until the function appears', () => {
    const { sheet, functions } = withFunctions(ECHO);
    sheet.set('A1', '=TT_LATER(1)');
    expect(sheet.error('A1')).toBe("#NAME? Unknown function: 'TT_LATER'.");
    Object.assign(functions, { runs: { TT_LATER: () => 'here' } });
    sheet.book.setCustomFunctions(functions);
    expect(sheet.shown('A1')).toBe('here');
  });
});

describe('answers that come later', () => {
  test('Loading... for the cell and its readers, then the value', () => {
    const { sheet, functions } = withFunctions(ECHO);
    functions.hold = true;
    sheet.set('A1', '=TT_ECHO({1;2})').set('B1', '=A1+1').set('C1', '=IFERROR(A1,"no")').settle();
    expect(sheet.view('A1')).toMatchObject({ shown: 'Loading...', loading: true, error: null });
    expect([sheet.shown('B1'), sheet.shown('C1')]).toEqual(['Loading...', 'Loading...']);
    functions.release();
    expect(['A1', 'A2', 'B1', 'C1'].map((name) => sheet.view(name).shown)).toEqual(['1', '2', '2', '1']);
  });

  test('an answer to an argument that has changed since is dropped', () => {
    const { sheet, functions } = withFunctions(ECHO);
    functions.hold = true;
    sheet.set('A1', 'old').set('B1', '=TT_ECHO(A1)').settle();
    const [old] = functions.held.splice(0);
    sheet.set('A1', 'new').settle();
    old!();
    expect(sheet.shown('B1')).toBe('Loading...');
    functions.release();
    expect(sheet.shown('B1')).toBe('new');
  });

  test('two calls of one formula start together', () => {
    const { sheet, functions } = withFunctions(ECHO);
    functions.hold = true;
    sheet.set('A1', '=TT_ECHO("a")&TT_ECHO("b")').settle();
    expect(functions.calls.length).toBe(2);
    functions.release();
    expect([sheet.shown('A1'), functions.calls.length]).toEqual(['ab', 2]);
  });

  test('a deleted formula hears nothing more', () => {
    const { sheet, functions } = withFunctions(ECHO);
    functions.hold = true;
    sheet.set('A1', '=TT_ECHO("a")').settle().set('A1', 'typed').settle();
    functions.release();
    expect(sheet.shown('A1')).toBe('typed');
  });
});

test('identical calls share one execution, by switch', () => {
  for (const [share, count] of [
    [true, 1],
    [false, 3],
  ] as const) {
    const { sheet, functions } = withFunctions(ECHO, { shareIdenticalCalls: share });
    functions.hold = true;
    sheet.set('A1', [['=TT_ECHO("x")'], ['=TT_ECHO("x")'], ['=TT_ECHO("x")']]).settle();
    functions.release();
    expect([functions.calls.length, sheet.shown('A3')]).toEqual([count, 'x']);
  }
});

/** Custom functions: when they are called, with what, and what a cell makes of the answer. */
import { withFunctions } from '../helpers';

const ECHO = { TT_ECHO: (x: unknown) => x, TT_FIRST: (...args: unknown[]) => args[0] as string };

describe('arguments', () => {
  const seen = (formula: string, prepare: Record<string, string | number> = {}, options = {}): unknown[] => {
    const { sheet, functions } = withFunctions({ TT_X: () => 'ok' }, options);
    sheet.grid.deleteRows(5, 996);
    for (const [name, value] of Object.entries(prepare)) sheet.set(name, value);
    sheet.set('C1', formula).settle();
    return functions.calls.flatMap((call) => call.args);
  };

  test.each([
    ['=TT_X(A1)', { A1: 'a' }, ['a']],
    ['=tt_x(A1)', { A1: 5 }, [5]],
    [
      '=TT_X(A1:B2)',
      { A1: 1, B2: 'x' },
      [
        [
          [1, ''],
          ['', 'x'],
        ],
      ],
    ],
    ['=TT_X(A1:A2)', { A1: 1 }, [[[1], ['']]]],
    ['=TT_X(A1:B1)', { B1: true as unknown as string }, [[['', true]]]],
    ['=TT_X(A2:A)', { A2: 'p', A4: 'q' }, [[['p'], [''], ['q']]]],
    [
      '=TT_X({1,2;3,4})',
      {},
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ],
    ['=TT_X()', {}, []],
    ['=TT_X(A1)', {}, ['']],
    ['=TT_X(1,,3)', {}, [1, '', 3]],
    ['=TT_X("a"&1, 2+3, TRUE)', {}, ['a1', 5, true]],
  ])('%s with %j', (formula, prepare, args) => {
    expect(seen(formula, prepare as Record<string, string>)).toEqual(args);
  });

  test('a date arrives as a Date at midnight of the workbook', () => {
    expect(seen('=TT_X(A1)', { A1: '2026-01-02' }, { timeZone: 'America/New_York' })).toEqual([
      new Date('2026-01-02T05:00:00Z'),
    ]);
  });

  test('blanks as undefined, by switch', () => {
    expect(seen('=TT_X(A1,,3)', {}, { blankArgumentIsUndefined: true })).toEqual([undefined, undefined, 3]);
  });
});

describe('results', () => {
  const shown = (value: unknown): { shown: string; value: unknown } => {
    const { sheet } = withFunctions({ TT_X: () => value });
    const { shown: text, value: held } = sheet.set('A1', '=TT_X()').settle().view('A1');
    return { shown: text, value: held };
  };

  test.each([
    ['720575940621039145', '720575940621039145', '720575940621039145'],
    ['=A1', '=A1', '=A1'],
    [12, '12', 12],
    [true, 'TRUE', true],
    [null, '', ''],
    [undefined, '', ''],
    [[], '', ''],
    [new Date('2026-01-02T00:00:00Z'), '1/2/2026', new Date('2026-01-02T00:00:00Z')],
    [Number.NaN, '#NUM!', '#NUM!'],
    [{}, '#ERROR!', '#ERROR!'],
  ])('%p shows %s', (value, text, held) => {
    expect(shown(value)).toEqual({ shown: text, value: held });
  });

  test('a thrown error is the note of #ERROR!', () => {
    const { sheet } = withFunctions({
      TT_X: () => {
        throw new Error('no such id');
      },
    });
    expect(sheet.set('A1', '=TT_X()').error('A1')).toBe('#ERROR! no such id');
  });

  test('too long a text is refused in words', () => {
    const { sheet } = withFunctions({ TT_X: () => 'x'.repeat(50_001) });
    expect(sheet.set('A1', '=TT_X()').error('A1')).toMatch(
      /^#ERROR! Text result of TT_X is longer than .* 50000/,
    );
  });

  test('rows spill; short rows are filled with blanks', () => {
    const { sheet } = withFunctions({ TT_X: () => [[1, 2], ['a'], 7] });
    expect(sheet.set('B2', '=TT_X()').values('B2:C4')).toEqual([
      [1, 2],
      ['a', ''],
      [7, ''],
    ]);
  });
});

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

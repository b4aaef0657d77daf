/** Arguments and results of custom functions. */

import { withFunctions } from '../helpers';

describe('arguments', () => {
  const argumentsOf = (
    formula: string,
    prepare: Record<string, string | number> = {},
    options = {},
  ): unknown[] => {
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
    expect(argumentsOf(formula, prepare as Record<string, string>)).toEqual(args);
  });

  test('a date arrives as a Date at midnight of the workbook', () => {
    expect(argumentsOf('=TT_X(A1)', { A1: '2026-01-02' }, { timeZone: 'America/New_York' })).toEqual([
      new Date('2026-01-02T05:00:00Z'),
    ]);
  });

  test('blanks as undefined, by switch', () => {
    expect(argumentsOf('=TT_X(A1,,3)', {}, { blankArgumentIsUndefined: true })).toEqual([
      undefined,
      undefined,
      3,
    ]);
  });
});

describe('results', () => {
  const resultOf = (value: unknown): { shown: string; value: unknown } => {
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
  ])('%p shows %s', (value, text, result) => {
    expect(resultOf(value)).toEqual({ shown: text, value: result });
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

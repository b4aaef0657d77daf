import {
  hasDecimalComma,
  initialValue,
  isReference,
  localFormula,
  missing,
  writeFormula,
} from '../../sidebar/formula';
import type { ParamView, SelectionView } from '../../src/addon/interfaces/api';

function param(name: string, kind: ParamView['kind'], optional = false): ParamView {
  return { name, kind, description: '', optional };
}

const selection: SelectionView = {
  sheetId: 1,
  sheet: "Bo's tab",
  a1: 'C2:C9',
  column: 'C',
  header: 'root_id',
  firstRow: 2,
  lastRow: 9,
  ids: 8,
  distinct: 8,
  blank: 0,
  none: 0,
  damaged: [],
};

describe('isReference', () => {
  test.each(['C2', '$C$2', 'c2', 'C2:C40', 'C:C', 'C2:C', 'Neurons!C2', "'My tab'!C2:D9", "'Bo''s'!A1"])(
    '%s is one',
    (text) => expect(isReference(text)).toBe(true),
  );
  test.each(['', '720575941473274509', 'root_id', 'C', '2', 'ABCD1', 'a, b', '1, 2, 3', 'https://x.org/C2'])(
    '%s is none',
    (text) => expect(isReference(text)).toBe(false),
  );
});

describe('writeFormula', () => {
  const tool = {
    formula: 'TT_X',
    params: [
      param('ids', 'ids'),
      param('ratio', 'boolean', true),
      param('limit', 'number', true),
      param('stack', 'text', true),
      param('as_of', 'time', true),
    ],
  };
  test.each([
    [{ ids: 'Neurons!C2:C9' }, '=TT_X(Neurons!C2:C9)'],
    [{ ids: '720575941473274509' }, '=TT_X("720575941473274509")'],
    [{ ids: '1, 2\n3' }, '=TT_X({"1";"2";"3"})'],
    [{ ids: 'A2', ratio: 'TRUE' }, '=TT_X(A2, TRUE)'],
    [{ ids: 'A2', ratio: 'no' }, '=TT_X(A2, FALSE)'],
    [{ ids: 'A2', stack: 'minnie65_public' }, '=TT_X(A2, , , "minnie65_public")'],
    [{ ids: 'A2', limit: '2.5' }, '=TT_X(A2, , 2.5)'],
    [{ ids: 'A2', limit: 'B7' }, '=TT_X(A2, , B7)'],
    [{ ids: 'A2', stack: 'say "hi"' }, '=TT_X(A2, , , "say ""hi""")'],
    [{ as_of: 'v3' }, '=TT_X(, , , , "v3")'],
    [{ as_of: 'B3' }, '=TT_X(, , , , B3)'],
    [
      { ids: '720575941473274509 (left), 720575941524660200' },
      '=TT_X("720575941473274509 (left), 720575941524660200")',
    ],
    [{}, '=TT_X()'],
  ])('%j', (values, formula) => expect(writeFormula(tool, values as Record<string, string>)).toBe(formula));

  test('what is as usual is left out, unless it is needed', () => {
    const usual = (optional: boolean): ParamView => ({
      ...param('split', 'boolean', optional),
      defaultValue: 'false',
    });
    expect(writeFormula({ formula: 'TT_X', params: [usual(true)] }, { split: 'FALSE' })).toBe('=TT_X()');
    expect(writeFormula({ formula: 'TT_X', params: [usual(true)] }, { split: 'TRUE' })).toBe('=TT_X(TRUE)');
    expect(writeFormula({ formula: 'TT_X', params: [usual(false)] }, { split: 'FALSE' })).toBe(
      '=TT_X(FALSE)',
    );
  });

  test('takes the name out of a signature', () => {
    expect(writeFormula({ formula: '=TT_X(ids, [ratio])', params: [] }, {})).toBe('=TT_X()');
  });

  test('an id is never written as a number', () => {
    expect(writeFormula({ formula: 'TT_X', params: [param('id', 'id')] }, { id: '720575941473274509' })).toBe(
      '=TT_X("720575941473274509")',
    );
  });

  test('a choice that looks like a cell stays text', () => {
    expect(writeFormula({ formula: 'TT_X', params: [param('key', 'choice')] }, { key: 'L2' })).toBe(
      '=TT_X("L2")',
    );
  });
});

describe('in a locale with decimal commas', () => {
  test.each([
    ['en_US', false],
    ['en_GB', false],
    ['ja_JP', false],
    ['es_MX', false],
    ['de_CH', false],
    ['de_DE', true],
    ['fr_FR', true],
    ['pt_BR', true],
    ['ru_RU', true],
    ['no locale', false],
    ['', false],
  ])('%s: %s', (locale, comma) => expect(hasDecimalComma(locale)).toBe(comma));

  test.each([
    ['=TT_X(A2, TRUE)', '=TT_X(A2; TRUE)'],
    ['=TT_X(A2, , 2.5)', '=TT_X(A2; ; 2,5)'],
    ['=TT_X({"1";"2"}, -0.25)', '=TT_X({"1";"2"}; -0,25)'],
    ['=TT_X({1,2;3,4.5}, "a, 1.5")', '=TT_X({1\\2;3\\4,5}; "a, 1.5")'],
    ['=TT_X("say ""1, 2.5""", B7)', '=TT_X("say ""1, 2.5"""; B7)'],
    ["=TT_X('v1.5, x'!A1:B2, 1)", "=TT_X('v1.5, x'!A1:B2; 1)"],
    ["=TT_X('Bo''s, 1.5'!A1, 1)", "=TT_X('Bo''s, 1.5'!A1; 1)"],
    ['=TT_X(v1.5!A1, 1.5.2)', '=TT_X(v1.5!A1; 1.5.2)'],
    ['=TT_X()', '=TT_X()'],
  ])('%s', (formula, local) => {
    expect(localFormula(formula, 'de_DE')).toBe(local);
    expect(localFormula(formula, 'en_US')).toBe(formula);
  });

  test('a number is what the locale writes; anything else goes as text', () => {
    const tool = { formula: 'TT_X', params: [param('ids', 'ids'), param('limit', 'number', true)] };
    const formulaWith = (limit: string, locale: string) => writeFormula(tool, { ids: 'A2', limit }, locale);
    expect([formulaWith('2,5', 'fr_FR'), formulaWith('2.5', 'fr_FR'), formulaWith('7', 'fr_FR')]).toEqual([
      '=TT_X(A2; 2,5)',
      '=TT_X(A2; "2.5")',
      '=TT_X(A2; 7)',
    ]);
    expect([formulaWith('2,5', 'en_US'), formulaWith('2.5', 'en_US')]).toEqual([
      '=TT_X(A2, "2,5")',
      '=TT_X(A2, 2.5)',
    ]);
  });

  test('ids in a text stay apart', () => {
    const tool = { formula: 'TT_X', params: [param('ids', 'ids'), param('ratio', 'boolean', true)] };
    expect(writeFormula(tool, { ids: '1, 2', ratio: 'yes' }, 'de_DE')).toBe('=TT_X({"1";"2"}; TRUE)');
  });
});

describe('initialValue', () => {
  test('ids come from the selection, with the tab quoted', () => {
    expect(initialValue(param('ids', 'ids'), selection)).toBe("'Bo''s tab'!C2:C9");
    expect(initialValue(param('id', 'id'), selection)).toBe("'Bo''s tab'!C2");
  });
  test('a declared default comes first', () => {
    expect(initialValue({ ...param('ids', 'ids'), defaultValue: 'A2' }, selection)).toBe('A2');
  });
  test('nothing without ids, for other kinds, and for optional parameters', () => {
    expect(initialValue(param('ids', 'ids'), null)).toBe('');
    expect(initialValue(param('ids', 'ids'), { ...selection, ids: 0 })).toBe('');
    expect(initialValue(param('name', 'text'), selection)).toBe('');
    expect(initialValue(param('ids', 'ids', true), selection)).toBe('');
  });
});

test('missing names the needed blanks only', () => {
  const params = [param('a', 'text'), param('b', 'text', true), param('c', 'text')];
  expect(missing({ params }, { a: ' ', c: 'x' })).toEqual(['a']);
});

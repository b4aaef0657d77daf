/** What every tool declares, whole and consistent: all faces are made from it. */
import { CODES } from '../../src/core/codes';
import { TOOLS, toolByFormula } from '../../src/tools/registry';

test('formulas are unique and found by name', () => {
  const formulas = TOOLS.map((tool) => tool.formula);
  expect(new Set(formulas).size).toBe(formulas.length);
  for (const tool of TOOLS) expect(toolByFormula(tool.formula)).toBe(tool);
  expect(toolByFormula('TT_NOSUCH')).toBeNull();
});

describe.each(TOOLS.map((tool) => [tool.formula, tool] as const))('%s', (formula, tool) => {
  test('is declared whole', () => {
    expect(formula).toMatch(/^TT_[A-Z0-9_]+$/);
    expect(tool.name).toMatch(/^[a-z0-9_]+$/);
    for (const words of [tool.summary, tool.details]) expect(words).toMatch(/^\S.*\.$/s);
    expect(tool.returns).not.toBe('');
    expect(tool.surfaces).toMatch(/^F?M?T?C?L?$/);
    expect(tool.example.formula).toContain(`${formula}(`);
    expect(tool.example.shows).not.toBe('');
  });
  test('has parameters with words, the optional ones last', () => {
    const optional = tool.params.map((param) => param.optional === true);
    expect(optional).toEqual([...optional].sort());
    expect(new Set(tool.params.map((param) => param.name)).size).toBe(tool.params.length);
    for (const param of tool.params) expect(param.description).not.toBe('');
    const datastack = tool.params.findIndex((param) => param.name === 'datastack');
    if (datastack >= 0) expect(datastack).toBe(tool.params.length - 1);
    for (const param of tool.params.filter((one) => one.kind === 'choice'))
      expect(param.choices).toBeTruthy();
  });
  test('names only codes that exist', () => {
    for (const word of tool.details.match(/\b(?:ROUNDED|AMBIGUOUS|PENDING|UNKNOWN|SHORT|BIG|BUSY|DOWN)\b/g) ??
      []) {
      expect(CODES).toHaveProperty(word);
    }
  });
  if (tool.kind === 'rows') {
    test('takes ids first and asks a bounded number at once', () => {
      expect(tool.params[0]!.kind).toMatch(/^(ids|points|range)$/);
      expect(tool.idsPerStep).toBeGreaterThan(0);
      expect(tool.columns({}).length).toBeGreaterThan(0);
    });
  }
});

/** The built add-on has the top-level functions that the registry and the menu name, and no others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MENU } from '../../src/addon/menu';
import { REGISTRY, toolsOn } from '../../src/tools/registry';
import { MENU_ITEMS } from '../support/menu-items';

const CODE = readFileSync(join(__dirname, '..', '..', 'dist', 'addon', 'Code.js'), 'utf8');
const FUNCTIONS = [...CODE.matchAll(/\bfunction ((?:TT_|tt|on)[A-Z]\w*)\(/g)].map(([, name]) => name!);

test('a custom function for each formula, and for nothing that is not on that surface', () => {
  const formulas = FUNCTIONS.filter((name) => name.startsWith('TT_'));
  expect(formulas.sort()).toEqual(
    toolsOn('formula')
      .map(({ formula }) => formula)
      .sort(),
  );
});

test('a function for each item of the menu, of which jobs and windows name their own', () => {
  const others = ['onOpen', 'onInstall', 'ttCall', 'ttHourly'];
  expect(FUNCTIONS.filter((name) => !name.startsWith('TT_')).sort()).toEqual(
    [...MENU.map(({ call }) => call), ...others].sort(),
  );
  expect(MENU.map(({ text }) => text)).toEqual(MENU_ITEMS);
});

test('it holds no heavy work: the names of its files’ own errors are not in it', () => {
  // Words of src/tools/heavy that no declaration has.
  for (const words of ['has no work of this kind', 'segments counted', 'closed, outward']) {
    expect(CODE).not.toContain(words);
  }
  expect(REGISTRY.some((tool) => 'hasHeavyWork' in tool)).toBe(true);
  expect(CODE).not.toContain('hasHeavyWork');
});

/** The index of readers against asking every formula. */

import { Dependents } from '../../../src/sheet/engine/dependents';
import type { Formula } from '../../../src/sheet/engine/formula';
import { parseFormula } from '../../../src/sheet/formulas/parse';
import { type ReferencedTab, refMeets } from '../../../src/sheet/formulas/reference';
import { columnName } from '../../../src/sheet/values/boxes';
import { random } from '../helpers';

const HOMES: ReferencedTab[] = [0, 1].map((id) => ({ id, name: `tab${id}`, maxRows: 3000, maxColumns: 26 }));

function reader(text: string, home: ReferencedTab): Formula {
  const formula = parseFormula(text)!;
  for (const ref of formula.refs) ref.home = home;
  return { parsed: formula } as Formula;
}

test.each([1, 2, 3])('finds the same readers, seed %i', (seed) => {
  const pick = random(seed);
  const index = new Dependents();
  const cell = (): string => `${columnName(1 + pick(26))}${1 + pick(2000)}`;
  const formulas = Array.from({ length: 300 }, () => {
    const shapes = [
      cell(),
      `${cell()}:${cell()}`,
      `SUM(${cell()}:C)+${cell()}`,
      'SUM(B:D)',
      `ROW(${cell()})`,
      '5:40',
    ];
    const result = reader(shapes[pick(shapes.length)]!, HOMES[pick(2)]!);
    index.add(result);
    return result;
  });
  const removals = formulas.filter(() => pick(5) === 0);
  for (const formula of removals) index.remove(formula);
  const living = formulas.filter((formula) => !removals.includes(formula));
  for (let i = 0; i < 300; i++) {
    const home = HOMES[pick(2)]!;
    const box = {
      row: 1 + pick(2500),
      column: 1 + pick(26),
      rows: 1 + pick(pick(2) ? 3 : 2000),
      columns: 1 + pick(4),
    };
    const expected = living.filter((formula) =>
      formula.parsed.refs.some((ref) => !ref.passive && refMeets(ref, home, box)),
    );
    expect(new Set(index.of(home, box))).toEqual(new Set(expected));
  }
});

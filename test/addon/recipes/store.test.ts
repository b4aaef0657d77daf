import {
  planOfStep,
  recipes,
  removeRecipe,
  renameRecipe,
  requireRecipe,
  saveRecipe,
} from '../../../src/addon/recipes/store';
import { fakeHost } from '../../support/fake-host';

const details = { kind: 'details', headers: ['current_id', 'proofread'] };
const links = { kind: 'links', headers: ['link'] };

test('a recipe is kept in the spreadsheet with its author, its headers in their fixed order', () => {
  const host = fakeHost();
  const [saved] = saveRecipe(
    '  Nightly   details ',
    [{ ...details, headers: ['proofread', 'nothing', 'current_id'] }],
    host,
  );
  expect(saved).toMatchObject({ name: 'Nightly details', steps: [details], by: host.user() });
  expect([...host.kept.document.keys()]).toContain(`recipe-${saved!.id}`);
  expect([...host.kept.user.keys()]).toEqual([]);
  expect(requireRecipe(host, saved!.id)).toEqual(saved);
});

test('rename and delete; a name stands once, whatever its case', () => {
  const host = fakeHost();
  const [a] = saveRecipe('A', [details], host);
  saveRecipe('B', [details], host);
  expect(() => saveRecipe('b', [details], host)).toThrow('there is a recipe "b" already');
  expect(() => renameRecipe(a!.id, 'B', host)).toThrow('already');
  expect(renameRecipe(a!.id, 'a', host).map(({ name }) => name)).toEqual(['a', 'B']);
  expect(removeRecipe(a!.id, host).map(({ name }) => name)).toEqual(['B']);
  expect(() => requireRecipe(host, a!.id)).toThrow('no longer there');
  expect(() => renameRecipe(a!.id, 'C', host)).toThrow('no longer there');
});

test('what cannot be kept or run is refused before anything is written', () => {
  const host = fakeHost();
  const long = 'x'.repeat(9000);
  const refused: [string, string, (typeof details & { options?: Record<string, string> })[]][] = [
    ['needs a name', ' ', [details]],
    ['shorten it to 60', 'n'.repeat(61), [details]],
    ['a recipe needs a job', 'A', []],
    ['9 jobs; a recipe holds 8', 'A', Array.from({ length: 9 }, () => details)],
    ['at least one detail', 'A', [{ kind: 'details', headers: ['nothing'] }]],
    ['too long to be kept', 'A', [{ kind: 'hits', headers: ['mesh_hit'], options: { mesh: long } }]],
  ];
  for (const [words, name, steps] of refused) expect(() => saveRecipe(name, steps, host)).toThrow(words);
  expect(() => saveRecipe('A', [{ kind: 'no such job', headers: [] }], host)).toThrow();
  expect(recipes(host)).toEqual([]);
  expect(host.kept.document.size).toBe(0);
});

test('25 recipes and no more', () => {
  const host = fakeHost();
  for (let i = 0; i < 25; i++) saveRecipe(`r${i}`, [details], host);
  expect(() => saveRecipe('one more', [details], host)).toThrow('Delete one first');
});

test('a step becomes the plan of a job on a column', () => {
  const place = { sheetId: 1, column: 'A', firstRow: 2, lastRow: 9, datastack: 'd', replace: true };
  expect(planOfStep(links, place)).toEqual({ ...place, ...links });
  const targets = { link: 'view' };
  expect(planOfStep({ ...links, targets, options: { a: 'b' } }, place)).toMatchObject({
    targets,
    options: { a: 'b' },
  });
});

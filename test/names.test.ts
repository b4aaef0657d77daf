/**
 * One exported name means one thing: no two files of the product (src, sidebar, with scripts and workbench) define the
 * same one, nor two files of one workspace.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const PRODUCT = ['src', 'sidebar', 'scripts', 'workbench'];
const WORKSPACES = readdirSync(join(ROOT, 'sandbox')).map((name) => [`sandbox/${name}/src`]);

const DEFINITION =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*? |const |let |class |interface |type |enum )(\w+)/gm;

const isSource = (path: string): boolean => /\.(ts|mjs|cjs)$/.test(path) && !path.endsWith('.d.ts');

const filesBelow = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(isSource)
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`);

/** The files that define each name. */
function definitions(folders: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of folders.flatMap(filesBelow)) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    // Overloads define a name several times in one file.
    for (const name of new Set([...text.matchAll(DEFINITION)].map(([, name]) => name!))) {
      found.set(name, [...(found.get(name) ?? []), file]);
    }
  }
  return found;
}

test('the reader of definitions finds them', () => {
  const found = definitions(PRODUCT);
  expect(found.size).toBeGreaterThan(1500);
  expect(found.get('columnLetter')).toEqual(['src/core/cells/column-letters.ts']);
});

test.each([PRODUCT, ...WORKSPACES])('one file defines each exported name of %s', (...folders) => {
  expect([...definitions(folders)].filter(([, files]) => files.length > 1)).toEqual([]);
});

/** The committed pages say what the code says, and their links lead somewhere. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

test('docs/functions, docs/codes.md and docs/errors.md are up to date', () => {
  const ran = spawnSync(process.execPath, [join(ROOT, 'scripts', 'reference.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect({ says: ran.stderr, code: ran.status }).toEqual({ says: '', code: 0 });
});

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
  ...['functions', 'how-to', 'marketplace', 'decisions'].flatMap((folder) =>
    readdirSync(join(ROOT, 'docs', folder)).map((name) => `docs/${folder}/${name}`),
  ),
].filter((name) => name.endsWith('.md'));

test.each(pages)('%s: links within the repository, and named files, exist', (name) => {
  const text = readFileSync(join(ROOT, name), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1]!);
  const missing = links.filter(
    (link) => !/^[a-z]+:/.test(link) && !existsSync(join(ROOT, dirname(name), link)),
  );
  const named = [...text.matchAll(/`((?:src|sidebar|test|scripts|bench|docs|\.ci)\/[\w./-]+)`/g)].map(
    (match) => match[1]!,
  );
  missing.push(...named.filter((path) => !existsSync(join(ROOT, path))));
  expect(missing).toEqual([]);
});

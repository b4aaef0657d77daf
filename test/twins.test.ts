/**
 * Every source file of 40 lines or more has its test at the mirrored path, or stands in twins.json with the reason and
 * the test that covers it. Reasons are checked as far as text can: an entry that is no longer needed or true fails.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { transformSync } from 'esbuild';

const ROOT = join(__dirname, '..');
const LEAST_LINES = 40;

interface Entry {
  reason: /** Holds types alone: nothing runs. */
    | 'types'
    /** The test imports the file; it stands elsewhere since it tests several files of one idea. */
    | 'direct'
    /** The test imports the last file of `through`, which imports the one before it, and so on to this file. */
    | 'through'
    /** A declaration, tested by its formula name. */
    | 'formula'
    /** Needs a page: tested in Chromium. */
    | 'browser'
    /** Needs Google's services: tested in the built bundle. */
    | 'bundle'
    /** Runs in a worker thread or a process of its own: tested from outside. */
    | 'process';
  test?: string;
  through?: string[];
  formula?: string;
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
/** Reasons for which coverage leaves a file out, a short one too. */
const UNSEEN = new Set<Entry['reason']>(['browser', 'bundle', 'process']);
const LIST = JSON.parse(read('test/twins.json')) as Record<string, Entry>;

const folders = [
  'src',
  'sidebar',
  ...readdirSync(join(ROOT, 'sandbox')).map((name) => `sandbox/${name}/src`),
];
const sources = folders.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts')),
);

function twinOf(path: string): string {
  const inWorkspace = /^(sandbox\/[^/]+)\/src\/(.*)\.ts$/.exec(path);
  if (inWorkspace) return `${inWorkspace[1]}/test/${inWorkspace[2]}.test.ts`;
  return `test/${path.replace(/^src\//, '').replace(/\.ts$/, '')}.test.ts`;
}

const isLong = (path: string) => read(path).split('\n').length > LEAST_LINES;
const hasTwin = (path: string) => existsSync(join(ROOT, twinOf(path)));

/** Whether `file` imports `target`, by a relative path or through a workspace's exports. */
function imports(file: string, target: string): boolean {
  const specifiers = [...read(file).matchAll(/(?:from|import\(|import|require\()\s*'([^']+)'/g)].map(
    ([, path]) => path!,
  );
  return specifiers.some((specifier) => {
    if (specifier.startsWith('.')) {
      const path = normalize(join(dirname(file), specifier));
      return [path, `${path}.ts`, `${path}/index.ts`].includes(target);
    }
    const workspace = /^@tracer-tools\/([a-z-]+)(?:\/(.+))?$/.exec(specifier);
    if (!workspace) return false;
    const { exports } = JSON.parse(read(`sandbox/${workspace[1]}/package.json`)) as {
      exports: Record<string, string>;
    };
    const inside =
      exports[workspace[2] ? `./${workspace[2]}` : '.'] ?? exports['./*']?.replace('*', workspace[2] ?? '');
    return inside !== undefined && normalize(`sandbox/${workspace[1]}/${inside}`) === target;
  });
}

/** What is untrue about an entry; '' where nothing is. */
function fault(path: string, entry: Entry): string {
  if (!sources.includes(path)) return 'the file is gone: take the entry out';
  if (!isLong(path) && !UNSEEN.has(entry.reason))
    return `the file is shorter than ${LEAST_LINES} lines: take the entry out`;
  if (hasTwin(path)) return `${twinOf(path)} is there: take the entry out`;
  const { reason, test = '', through = [], formula = '' } = entry;
  if (reason === 'types') {
    return transformSync(read(path), { loader: 'ts', format: 'esm' }).code.trim() === ''
      ? ''
      : 'it holds more than types';
  }
  if (!/\.test\.ts$/.test(test) || !existsSync(join(ROOT, test))) return `there is no test ${test}`;
  const chain = [path, ...through, test];
  const missing = (reason: string, folder: RegExp) =>
    folder.test(test) ? '' : `${reason} wants a test in ${folder}`;
  switch (reason) {
    case 'direct':
    case 'through': {
      if ((reason === 'through') !== through.length > 0)
        return 'through names the files between, direct none';
      const at = chain.findIndex(
        (file, i) => i > 0 && (!existsSync(join(ROOT, file)) || !imports(file, chain[i - 1]!)),
      );
      return at < 0 ? '' : `${chain[at]} does not import ${chain[at - 1]}`;
    }
    case 'formula':
      return read(path).includes(`'${formula}'`) && read(test).includes(formula)
        ? ''
        : `${test} does not name ${formula}`;
    case 'browser':
      return missing(reason, /^test\/browser\//);
    case 'bundle':
      return missing(reason, /^test\/contract\//);
    case 'process':
      return missing(reason, /^test\/(companion|cli)\//);
  }
}

test('sources are found', () => {
  expect(sources.length).toBeGreaterThan(500);
});

test(`a file of ${LEAST_LINES} lines or more has its twin, or an entry in test/twins.json`, () => {
  expect(sources.filter((path) => isLong(path) && !hasTwin(path) && !(path in LIST))).toEqual([]);
});

test('every entry is needed and true', () => {
  const faults = Object.entries(LIST).map(([path, entry]) => [path, fault(path, entry)]);
  expect(faults.filter(([, words]) => words !== '')).toEqual([]);
});

test.each<[words: string, path: string, entry: Entry]>([
  ['the file is gone', 'src/core/gone.ts', { reason: 'types' }],
  ['is there: take the entry out', 'src/core/ids.ts', { reason: 'types' }],
  ['it holds more than types', 'src/cave/graph/votes.ts', { reason: 'types' }],
  ['does not import', 'src/cave/graph/votes.ts', { reason: 'direct', test: 'test/core/base64.test.ts' }],
  [
    'through names the files between',
    'src/cave/graph/votes.ts',
    { reason: 'through', test: 'test/core/ids.test.ts' },
  ],
  ['there is no test', 'src/cave/graph/votes.ts', { reason: 'direct', test: 'test/core/none.test.ts' }],
  ['wants a test in', 'src/cave/graph/votes.ts', { reason: 'browser', test: 'test/core/ids.test.ts' }],
])('an untrue entry is found: %s', (words, path, entry) => {
  expect(fault(path, entry)).toContain(words);
});

/** Every declaration is in the registry, and every declaration has a test: at its own place, or in a named file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGISTRY } from '../../src/tools/registry';
import { COVERED_ELSEWHERE } from './covered-elsewhere';

const ROOT = join(__dirname, '..', '..');
const SOURCES = join(ROOT, 'src', 'tools');

interface DeclaringFile {
  /** Below `src/tools`, without its ending. */
  source: string;
  names: string[];
}

const isDeclaration = (value: unknown): value is (typeof REGISTRY)[number] =>
  typeof value === 'object' && value !== null && 'surfaces' in value && 'kind' in value;

/** Files of src/tools that export declarations. */
const FILES: DeclaringFile[] = readdirSync(SOURCES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: folder }) =>
    readdirSync(join(SOURCES, folder))
      .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
      .map((file) => `${folder}/${file.slice(0, -3)}`),
  )
  .flatMap((source) => {
    const exported = Object.values(require(join(SOURCES, source)) as object).filter(isDeclaration);
    return exported.length === 0 ? [] : [{ source, declared: exported }];
  })
  .map(({ source, declared }) => {
    for (const tool of declared) {
      if (!REGISTRY.includes(tool)) throw new Error(`${source}: ${tool.name} is not in its family's list`);
    }
    return {
      source,
      names: declared.flatMap(({ name, formula }) => [name, formula].filter((one) => one !== '')),
    };
  });

test('each declaration of the registry is exported by one file', () => {
  const declared = FILES.flatMap(({ names }) => names);
  for (const { name } of REGISTRY) expect(declared).toContain(name);
});

test.each(FILES.map(({ source, names }) => [source, names] as const))('%s has a test', (source, names) => {
  const own = `test/tools/${source}.test.ts`;
  const elsewhere = COVERED_ELSEWHERE.find((covered) => covered.source === source);
  if (elsewhere === undefined) return expect([own, existsSync(join(ROOT, own))]).toEqual([own, true]);
  // One that has got its own test is taken off the list.
  expect(existsSync(join(ROOT, own))).toBe(false);
  const text = readFileSync(join(ROOT, elsewhere.test), 'utf8');
  const file = source.replace(/^.*\//, '');
  const mentions = names.some((name) => new RegExp(`\\b${name}\\b`).test(text)) || text.includes(`/${file}'`);
  expect([elsewhere.test, mentions]).toEqual([elsewhere.test, true]);
  expect(elsewhere.reason).not.toBe('');
});

test('the list names files that there are, once each', () => {
  const sources = COVERED_ELSEWHERE.map(({ source }) => source);
  expect(new Set(sources).size).toBe(sources.length);
  for (const source of sources) expect(FILES.map((file) => file.source)).toContain(source);
});

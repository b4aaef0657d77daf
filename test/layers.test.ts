/** Each rule on imports, globals and boundary files bites on a snippet that breaks it, and leaves its lawful neighbour. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(__dirname, '..');
const { forbidden } = require('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
const SHARED_LAYERS = require('../scripts/shared-layers.cjs') as string[];

const layer = (part: string) => `layer: ${part}`;
const NODE = 'node: not in Apps Script';
const HEAVY = 'heavy: not in the add-on';
const SANDBOX = 'sandbox: not in the product';
const BENCH = 'bench: no tests';
const WORKBENCH = 'workbench: no bench';
const CYCLE = 'no cycles';
const FOLDERS = 'no cycles of folders';
const WORKSPACES = readdirSync(join(ROOT, 'sandbox')).map((name) => `sandbox/${name}`);

const importing = (path: string) => `import { x } from '${path}';\nx();`;
const importingType = (path: string) => `import type { X } from '${path}';\nexport type Y = X;`;

// File, what is in it, and the rules that must refuse it (none where it is lawful).
const IMPORTS: [file: string, source: string, rules: string[]][] = [
  ['src/core/a.ts', importing('../http/work'), [layer('src/core')]],
  ['src/core/b.ts', importing('./ids'), []],
  ['src/core/c.ts', importing('node:fs'), [NODE]],
  ['src/core/d.ts', importing('fs'), [NODE]],
  ['src/core/e.ts', "export const x = async () => import('../node/files');", [layer('src/core')]],
  ['src/core/f.ts', importing('../../test/support/random'), [layer('src/core'), SANDBOX]],
  ['src/core/g.ts', importing('../../bench/main'), [layer('src/core'), SANDBOX]],
  ['src/core/h.ts', importing('../../sidebar/app'), [layer('src/core')]],
  ['src/core/i.ts', importing('../../workbench/random'), [layer('src/core'), SANDBOX]],
  ['src/http/a.ts', importing('../cave/info'), [layer('src/http')]],
  ['src/http/drivers/a.ts', importing('../../cave/info'), [layer('src/http')]],
  ['src/http/b.ts', importing('../core/ids'), []],
  ['src/cave/a.ts', importing('../tools/declare'), [layer('src/cave')]],
  ['src/cave/b.ts', importingType('../volumes/path'), [layer('src/cave')]],
  ['src/cave/c.ts', importing('../http/work'), []],
  ['src/cave/d.ts', importing('./missing-file'), ['resolvable']],
  ['src/volumes/a.ts', importing('../cave/info'), [layer('src/volumes')]],
  ['src/volumes/b.ts', importing('../geometry/mesh'), []],
  ['src/neuroglancer/a.ts', importing('../tools/declare'), [layer('src/neuroglancer')]],
  ['src/neuroglancer/b.ts', importing('../geometry/mesh'), [layer('src/neuroglancer')]],
  ['src/geometry/a.ts', "export { x } from '../addon/host';", [layer('src/geometry')]],
  ['src/geometry/b.ts', importing('../http/work'), [layer('src/geometry')]],
  ['src/tools/get/a.ts', importing('../../addon/host'), [layer('src/tools')]],
  ['src/tools/get/b.ts', "import { x } from '../../cave/info';\nimport { y } from '../declare';\nx(y);", []],
  ['src/tools/get/c.ts', importing('../../node/wasm-files'), [layer('src/tools')]],
  ['src/tools/get/d.ts', importing('../heavy/triage'), [HEAVY]],
  ['src/tools/heavy/a.ts', "import { x } from './work';\nimport { y } from '../../geometry/bvh';\nx(y);", []],
  ['src/tools/heavy/b.ts', importing('../../companion/serve'), [layer('src/tools')]],
  ['src/addon/a.ts', importing('../../sandbox/cave/src/wire'), [layer('src/addon'), SANDBOX]],
  ['src/addon/b.ts', importing('../companion/serve'), [layer('src/addon')]],
  ['src/addon/c.ts', importing('../tools/heavy/work'), [HEAVY]],
  ['src/addon/d.ts', importing('../node/wasm-files'), [layer('src/addon')]],
  ['src/addon/google/e.ts', importing('node:os'), [NODE]],
  ['src/addon/f.ts', importing('@tracer-tools/apps-script'), [layer('src/addon'), SANDBOX]],
  ['src/node/a.ts', importing('../companion/serve'), [layer('src/node')]],
  ['src/node/b.ts', importing('node:fs'), []],
  ['src/node/c.ts', importing('../tools/declare'), [layer('src/node')]],
  ['src/companion/a.ts', importing('../addon/host'), [layer('src/companion')]],
  [
    'src/companion/b.ts',
    "import { x } from '../tools/heavy/work';\nimport { y } from '../node/wasm-files';\nx(y);",
    [],
  ],
  ['src/cli/a.ts', importing('../../sandbox/cave/src/wire'), [layer('src/cli'), SANDBOX]],
  ['src/cli/b.ts', importing('../companion/serve'), [layer('src/cli')]],
  ['src/cli/c.ts', importing('node:process'), []],
  ['src/ui/a.ts', importing('../core/ids'), [layer('src/ui')]],
  ['sidebar/f.ts', importing('../src/ui/dom'), []],
  ['sidebar/run/a.ts', importingType('../../src/addon/calls'), [layer('sidebar')]],
  ['sidebar/run/b.ts', importingType('../../src/addon/interfaces/api'), []],
  ['sidebar/c.ts', importing('../src/core/codes'), []],
  ['sidebar/d.ts', importing('../sandbox/cave/src/wire'), [layer('sidebar'), SANDBOX]],
  ['sidebar/e.ts', importing('node:fs'), [NODE]],
  [
    'sandbox/apps-script/src/a.ts',
    importing('../../../src/core/ids'),
    ['workspace: sandbox/apps-script/src'],
  ],
  ['sidebar/g.ts', importing('../workbench/random'), [layer('sidebar'), SANDBOX]],
  ['bench/a.ts', importing('../test/support/random'), [BENCH]],
  ['bench/b.ts', importing('../workbench/random'), []],
  ['bench/c.ts', importing('../sandbox/cave/test/ask'), [BENCH]],
  ['workbench/addon/a.ts', importing('../../test/support/random'), [BENCH]],
  ['workbench/b.ts', importing('../bench/main'), [WORKBENCH]],
  ['test/core/a.test.ts', importing('../../workbench/random'), []],
  ['sandbox/apps-script/src/b.ts', "import { parse } from 'acorn';\nparse('');", []],
  ['sandbox/apps-script/src/c.ts', importing('node:vm'), []],
  ...WORKSPACES.flatMap((folder): [string, string, string[]][] => [
    [`${folder}/src/x.ts`, importing('../../../bench/main'), [`workspace: ${folder}/src`]],
    [`${folder}/test/x.test.ts`, importing('../../../bench/main'), [`workspace: ${folder}/test`]],
    [`${folder}/src/y.ts`, importing('unlisted-package'), [`packages: ${folder}`]],
  ]),
  ['src/core/circle/a.ts', "import { b } from './b';\nexport const a = () => b;", [CYCLE]],
  // A cycle is reported once, at one of its files.
  ['src/core/circle/b.ts', "import type { a } from './a';\nexport const b = (x: typeof a) => x;", []],
  ['sandbox/apps-script/src/one/a.ts', importing('../two/b'), []],
  ['sandbox/apps-script/src/two/c.ts', importing('../one/d'), []],
];

/** Rules broken, by file, and the folders that form a cycle. */
let broken: Map<string, string[]>;

beforeAll(() => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'layers-')));
  const write = (path: string, source: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${source}\n`);
  };
  try {
    for (const name of ['acorn', 'unlisted-package']) {
      write(`node_modules/${name}/index.js`, 'exports.x = 1;');
      write(
        `node_modules/${name}/package.json`,
        `{ "name": "${name}", "version": "1.0.0", "main": "index.js" }`,
      );
    }
    write('sandbox/apps-script/src/index.ts', 'export const x = 1;');
    cpSync(join(ROOT, 'sandbox/apps-script/package.json'), join(folder, 'sandbox/apps-script/package.json'));
    mkdirSync(join(folder, 'node_modules/@tracer-tools'));
    symlinkSync(
      join(folder, 'sandbox/apps-script'),
      join(folder, 'node_modules/@tracer-tools/apps-script'),
      'junction',
    );
    for (const [file, source] of IMPORTS) write(file, source);
    // What the snippets import exists.
    for (const [file, source] of IMPORTS) {
      for (const [, spec = ''] of source.matchAll(/['"](\.[^'"]+)['"]/g)) {
        const target = normalize(join(dirname(file), `${spec}.ts`));
        if (!spec.includes('missing') && !existsSync(join(folder, target)))
          write(target, 'export const x = 1;');
      }
    }
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        ...['--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json'],
        ...['src', 'sidebar', 'sandbox', 'test', 'bench', 'workbench'],
      ],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser did not run: ${stderr}`);
    const { summary } = JSON.parse(stdout) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    broken = new Map();
    for (const { from, rule } of summary.violations) {
      broken.set(from, [...new Set([...(broken.get(from) ?? []), rule.name])].sort());
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('imports', () => {
  test.each(IMPORTS)('%s: %j breaks %j', (file, _source, rules) => {
    expect(broken.get(file) ?? []).toEqual([...rules].sort());
  });

  test('a cycle of folders without a cycle of files', () => {
    expect(broken.get('sandbox/apps-script/src/one')).toEqual([FOLDERS]);
    expect(broken.get('sandbox/apps-script/src/two')).toEqual([FOLDERS]);
  });

  test('every rule has a snippet that breaks it', () => {
    const shown = new Set([...IMPORTS.flatMap(([, , rules]) => rules), FOLDERS]);
    expect(forbidden.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });
});

const RULE_FILES = ['scripts/foreign-values.grit', 'scripts/foreign-json.grit'];

// File, what is in it, and whether biome must refuse it.
const GLOBALS: [file: string, source: string, refused: boolean][] = [
  ['src/tools/get/a.ts', "export const x = () => UrlFetchApp.fetch('https://example.org');", true],
  ['src/addon/a.ts', "export const x = () => PropertiesService.getUserProperties().getProperty('a');", true],
  ['src/addon/sheet/b.ts', 'export const x = () => SpreadsheetApp.flush();', true],
  ['sidebar/c.ts', 'export const x = () => Logger.log(1);', true],
  ['src/addon/google/d.ts', 'export const x = () => SpreadsheetApp.flush();', false],
  ['src/addon/entry.ts', 'export const x = () => SpreadsheetApp.flush();', false],
  ['src/core/e.ts', 'export const x = (value: any) => value;', true],
  // Foreign values are read by the readers alone.
  ['src/tools/get/f.ts', 'export const x = (text: string) => Date.parse(text);', true],
  ['src/tools/get/g.ts', 'export const x = (text: string) => Number(text);', true],
  ['src/tools/get/h.ts', 'export const x = (cell: unknown) => String(cell);', true],
  ['src/tools/get/i.ts', "export const x = (cell: unknown) => String(cell ?? '').trim();", true],
  ['src/addon/tools/j.ts', 'export const x = (row: unknown[]) => String(row[0]);', true],
  ['src/neuroglancer/k.ts', 'export const x = (text: string) => Number.parseFloat(text);', true],
  ['src/cave/graph/n.ts', 'export const x = (text: string) => Number(text);', true],
  ['src/cli/o.ts', 'export const x = (text: string) => Number.parseInt(text, 10);', true],
  ['src/companion/p.ts', 'export const x = (text: string) => parseInt(text);', true],
  ['sidebar/q.ts', 'export const x = (text: string) => Date.parse(text);', true],
  ['src/addon/jobs/r.ts', 'export const x = (text: string) => +text;', true],
  ['src/addon/sheet/s.ts', 'export const x = (cell: unknown) => String(cell);', true],
  ['src/volumes/store/u.ts', 'export const x = (text: string) => Number(text);', true],
  ['src/http/v.ts', 'export const x = (text: string) => Date.parse(text);', true],
  ['src/geometry/formats/w.ts', 'export const x = (text: string) => parseFloat(text);', true],
  ['src/node/y.ts', 'export const x = (text: string) => JSON.parse(text);', true],
  ['src/cave/client/z.ts', 'export const x = (text: string) => JSON.parse(text);', true],
  ['src/addon/sheet/a2.ts', 'export const x = (text: string) => JSON.parse(text);', false],
  ['src/core/json.ts', 'export const x = (text: string) => JSON.parse(text);', false],
  ['src/tools/get/t.ts', 'export const x = (n: number) => [+1, n + 1, Number(n.toPrecision(3))];', false],
  ['src/tools/get/l.ts', 'export const x = (id: bigint) => String(id);', false],
  ['src/core/cells/m.ts', 'export const x = (text: string) => Number(text);', false],
];

describe('globals', () => {
  const refused = new Set<string>();
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'globals-'));
    try {
      const rules = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')) as Record<string, unknown>;
      delete rules.$schema;
      delete rules.vcs;
      writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules));
      mkdirSync(join(folder, 'scripts'));
      for (const file of RULE_FILES) cpSync(join(ROOT, file), join(folder, file));
      for (const [file, source] of GLOBALS) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), `${source}\n`);
      }
      const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
      const { stdout } = spawnSync(
        process.execPath,
        [biome, 'lint', '--reporter=json', '--max-diagnostics=1000', '.'],
        { cwd: folder, encoding: 'utf8' },
      );
      const report = JSON.parse(stdout) as {
        diagnostics: { location: { path: string | { file: string } } }[];
      };
      for (const { location } of report.diagnostics) {
        refused.add(typeof location.path === 'string' ? location.path : location.path.file);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each(GLOBALS)('%s: %j is refused: %p', (file, _source, expected) => {
    expect(refused.has(file)).toBe(expected);
  });
});

/** Files below these folders that hold `pattern`, comments aside. */
function holders(pattern: RegExp, ...folders: string[]): string[] {
  const found: string[] = [];
  const visit = (path: string) => {
    for (const entry of readdirSync(join(ROOT, path), { withFileTypes: true })) {
      const inside = `${path}/${entry.name}`;
      if (entry.isDirectory()) visit(inside);
      else if (/\.ts$/.test(entry.name)) {
        const code = readFileSync(join(ROOT, inside), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
        if (pattern.test(code)) found.push(inside);
      }
    }
  };
  for (const folder of folders) visit(folder);
  return found.sort();
}

describe('boundary files, by their text', () => {
  test('google.script is named in sidebar/server.ts alone', () => {
    expect(
      holders(/\bgoogle\s*\.\s*script\b|declare const google\b/, 'sidebar', 'src/addon', 'src/tools'),
    ).toEqual(['sidebar/server.ts']);
  });

  test('cells are written by put.ts alone, over one service call', () => {
    expect(holders(/\.setValues\(/, 'src/addon', 'src/tools')).toEqual([
      'src/addon/google/sheets.ts',
      'src/addon/sheet/cells/write-cells.ts',
    ]);
  });

  test('one value of many cells is set in one file; formula text goes into a cell by no other way', () => {
    expect(
      holders(
        /\.(setFormulas?|setFormulaR1C1|setFormulasR1C1|setValue|appendRow|setRichTextValues?)\(/,
        'src/addon',
      ),
    ).toEqual(['src/addon/google/sheets.ts']);
  });

  test('no reply is read by JSON.parse, which rounds ids: core/json.ts reads, document.ts a quoted text', () => {
    expect(holders(/\bJSON\s*\.\s*parse\b/, ...SHARED_LAYERS)).toEqual([
      'src/core/json.ts',
      'src/neuroglancer/document.ts',
    ]);
  });
});

/** The floors hold: each rule of biome.json bites on a snippet that breaks it, and leaves its lawful neighbour alone. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');

const IMPORTS = 'noRestrictedImports';
const GLOBALS = 'noRestrictedGlobals';
const NODE = 'noNodejsModules';

// File, what is in it, and the rule that must refuse it ('' where it is lawful).
const CASES: [file: string, source: string, rule: string][] = [
  ['src/core/a.ts', "import { x } from '../exchange/work';\nx();", IMPORTS],
  ['src/core/b.ts', "import { x } from './ids';\nx();", ''],
  ['src/core/c.ts', "import { readFileSync } from 'node:fs';\nreadFileSync('x');", NODE],
  ['src/exchange/a.ts', "import { x } from '../cave/info';\nx();", IMPORTS],
  ['src/exchange/drivers/a.ts', "import { x } from '../../cave/info';\nx();", IMPORTS],
  ['src/exchange/b.ts', "import { x } from '../core/ids';\nx();", ''],
  ['src/cave/a.ts', "import { x } from '../tools/declare';\nx();", IMPORTS],
  ['src/cave/b.ts', "import type { X } from '../buckets/path';\nexport type Y = X;", IMPORTS],
  ['src/cave/c.ts', "import { x } from '../exchange/work';\nx();", ''],
  ['src/buckets/a.ts', "import { x } from '../cave/info';\nx();", IMPORTS],
  ['src/neuroglancer/a.ts', "import { x } from '../tools/declare';\nx();", IMPORTS],
  ['src/geometry/a.ts', "export { x } from '../addon/host';", IMPORTS],
  ['src/tools/get/a.ts', "import { x } from '../../addon/host';\nx();", IMPORTS],
  ['src/tools/get/b.ts', "import { x } from '../../cave/info';\nimport { y } from '../declare';\nx(y);", ''],
  ['src/tools/get/c.ts', "export const x = () => UrlFetchApp.fetch('https://example.org');", GLOBALS],
  ['src/addon/a.ts', "import { x } from '../sandbox/wire';\nx();", IMPORTS],
  ['src/addon/b.ts', "import { x } from '../companion/serve';\nx();", IMPORTS],
  [
    'src/addon/c.ts',
    "export const x = () => PropertiesService.getUserProperties().getProperty('a');",
    GLOBALS,
  ],
  ['src/addon/sheet/d.ts', 'export const x = () => SpreadsheetApp.flush();', GLOBALS],
  ['src/addon/google/e.ts', 'export const x = () => SpreadsheetApp.flush();', ''],
  ['src/addon/f.ts', "import { x } from '../tools/heavy';\nx();", IMPORTS],
  ['src/addon/g.ts', "import { x } from '../node/wasmFiles';\nx();", IMPORTS],
  ['src/tools/get/d.ts', "import { x } from '../heavy/triage';\nx();", IMPORTS],
  ['src/tools/heavy/a.ts', "import { x } from './work';\nimport { y } from '../../geometry/bvh';\nx(y);", ''],
  ['src/buckets/b.ts', "import { x } from '../geometry/mesh';\nx();", ''],
  ['src/node/a.ts', "import { x } from '../companion/serve';\nx();", IMPORTS],
  ['src/node/b.ts', "import { readFileSync } from 'node:fs';\nreadFileSync('x');", ''],
  [
    'src/companion/b.ts',
    "import { x } from '../tools/heavy';\nimport { y } from '../node/wasmFiles';\nx(y);",
    '',
  ],
  ['src/companion/a.ts', "import { x } from '../addon/host';\nx();", IMPORTS],
  ['src/cli/a.ts', "import { x } from '../sandbox/wire';\nx();", IMPORTS],
  ['sidebar/run/a.ts', "import type { X } from '../../src/addon/calls';\nexport type Y = X;", IMPORTS],
  ['sidebar/run/b.ts', "import type { X } from '../../src/addon/api';\nexport type Y = X;", ''],
  ['sidebar/c.ts', "import { CODES } from '../src/core/codes';\nexport const x = CODES;", ''],
  ['sidebar/d.ts', "import { x } from '../src/sandbox/wire';\nx();", IMPORTS],
];

interface Report {
  diagnostics: { category: string; location: { path: string | { file: string } } }[];
}

/** Rules that speak, by file: all cases in one run, in a folder of their own under the project's own rules. */
function lintAll(): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'floors-'));
  try {
    const rules = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')) as Record<string, unknown>;
    delete rules.$schema;
    delete rules.vcs;
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules));
    for (const [file, source] of CASES) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${source}\n`);
    }
    const ran = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'),
        ...['lint', '--reporter=json', '--max-diagnostics=1000', '.'],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    const report = JSON.parse(ran.stdout) as Report;
    const found = new Map<string, string[]>();
    for (const { category, location } of report.diagnostics) {
      const path = typeof location.path === 'string' ? location.path : location.path.file;
      found.set(path, [...(found.get(path) ?? []), category.split('/').pop()!]);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('lint rules', () => {
  let found: Map<string, string[]>;
  beforeAll(() => {
    found = lintAll();
  });
  test.each(CASES)('%s: %j → "%s"', (file, _source, rule) => {
    expect(found.get(file) ?? []).toEqual(rule === '' ? [] : [rule]);
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
      'src/addon/sheet/put.ts',
    ]);
  });

  test('no formula text goes into a cell by another way', () => {
    expect(
      holders(
        /\.(setFormulas?|setFormulaR1C1|setFormulasR1C1|setValue|appendRow|setRichTextValues?)\(/,
        'src/addon',
      ),
    ).toEqual([]);
  });

  test('nothing above the sandbox imports it, by any form of import', () => {
    expect(
      holders(
        /(from|import|require)\s*\(?\s*['"][^'"]*\bsandbox\//,
        ...['src/core', 'src/exchange', 'src/cave', 'src/tools', 'src/addon', 'sidebar'],
      ),
    ).toEqual([]);
  });
});

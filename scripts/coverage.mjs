// npm run coverage [-- --report]: runs the unit tests with V8 coverage and prints covered lines by layer. --report
// reads the last run. Fails if a layer is below its floor.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import esbuild from 'esbuild';
import { ROOT, run } from './lib.mjs';
import { ownOptions } from './options.mjs';

/** Least percentage of covered lines, by layer. */
const FLOORS = { 'src/core': 95, 'src/http': 95, 'src/cave': 95, 'src/geometry': 95, 'src/volumes': 95 };
const FLOOR = 85;

const FOLDER = join(ROOT, 'dist', 'coverage');

/** Files that V8 cannot see in unit tests, with the reasons in test/twins.json. */
const ELSEWHERE = {
  browser: 'run in a page, tested in Chromium',
  bundle: 'call Google’s services, tested in the built bundle',
  process: 'run in a worker thread or a process of their own',
};

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Source lines that become code, from the mappings of esbuild's source map (base64 VLQ); types and comments do not. */
function codeLines(source) {
  const { map } = esbuild.transformSync(source, {
    loader: 'ts',
    format: 'cjs',
    sourcemap: true,
    target: 'node20',
  });
  const lines = new Set();
  let line = 0;
  for (const segment of JSON.parse(map).mappings.split(/[;,]/)) {
    const fields = [];
    let value = 0;
    let shift = 0;
    for (const digit of segment) {
      const bits = DIGITS.indexOf(digit);
      value += (bits & 31) << shift;
      shift += 5;
      if (bits & 32) continue;
      fields.push(value & 1 ? -(value >> 1) : value >> 1);
      value = 0;
      shift = 0;
    }
    if (fields.length < 4) continue;
    line += fields[2];
    lines.add(line + 1);
  }
  return lines;
}

function sourceFiles() {
  const folders = [
    'src',
    'sidebar',
    ...readdirSync(join(ROOT, 'sandbox')).map((name) => `sandbox/${name}/src`),
  ];
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .map((path) => `${folder}/${path.split(sep).join('/')}`)
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts')),
  );
}

const layerOf = (path) =>
  path
    .split('/')
    .slice(0, path.startsWith('sidebar') ? 1 : 2)
    .join('/');

/** Prints the table and each file's uncovered lines; returns the layers below their floor. */
function reportCoverage() {
  const found = JSON.parse(readFileSync(join(FOLDER, 'coverage-final.json'), 'utf8'));
  const byPath = new Map(
    Object.values(found).map((entry) => [relative(ROOT, entry.path).split(sep).join('/'), entry]),
  );
  const reasons = JSON.parse(readFileSync(join(ROOT, 'test', 'twins.json'), 'utf8'));
  const layers = new Map();
  const elsewhere = {};
  const lacking = [];
  for (const path of sourceFiles()) {
    const { reason } = reasons[path] ?? {};
    const lines = codeLines(readFileSync(join(ROOT, path), 'utf8'));
    if (ELSEWHERE[reason]) {
      elsewhere[reason] = [...(elsewhere[reason] ?? []), path];
      continue;
    }
    const layer = layers.get(layerOf(path)) ?? { files: 0, lines: 0, covered: 0 };
    layers.set(layerOf(path), layer);
    const entry = byPath.get(path);
    const uncovered = new Set(lines);
    if (entry) {
      const missed = new Set();
      for (const [id, { start }] of Object.entries(entry.statementMap)) {
        if (entry.s[id] === 0) missed.add(start.line);
      }
      for (const line of lines) if (!missed.has(line)) uncovered.delete(line);
    }
    layer.files += 1;
    layer.lines += lines.size;
    layer.covered += lines.size - uncovered.size;
    if (uncovered.size > 0) lacking.push([path, lines.size, [...uncovered].sort((a, b) => a - b)]);
  }
  console.log(
    `\n${'layer'.padEnd(24)}${'files'.padStart(6)}${'lines'.padStart(8)}${'covered'.padStart(10)}  floor`,
  );
  const low = [];
  for (const [name, { files: count, lines, covered }] of [...layers].sort()) {
    const floor = FLOORS[name] ?? FLOOR;
    const percent = lines === 0 ? 100 : (100 * covered) / lines;
    if (percent < floor) low.push(name);
    console.log(
      `${name.padEnd(24)}${String(count).padStart(6)}${String(lines).padStart(8)}` +
        `${percent.toFixed(1).padStart(9)}%  ${floor} %${percent < floor ? '  BELOW' : ''}`,
    );
  }
  for (const [reason, paths] of Object.entries(elsewhere)) {
    console.log(`${paths.length} files are not counted: they ${ELSEWHERE[reason]} (test/twins.json)`);
  }
  console.log('');
  for (const [path, lines, uncovered] of lacking.sort((a, b) => b[2].length - a[2].length)) {
    console.log(`${path}: not covered ${uncovered.length} of ${lines}: ${uncovered.join(' ')}`);
  }
  return low;
}

const { report } = ownOptions(
  { report: { type: 'boolean' } },
  { help: 'npm run coverage [-- --report]' },
).values;
const code = report
  ? 0
  : await run(process.execPath, [
      join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
      ...['--selectProjects', 'unit', '--maxWorkers=100%', '--silent'],
      ...['--coverage', '--coverageProvider=v8', '--coverageReporters=json', `--coverageDirectory=${FOLDER}`],
      ...['src', 'sidebar', 'sandbox/*/src'].map((folder) => `--collectCoverageFrom=${folder}/**/*.ts`),
    ]);
const low = reportCoverage();
if (low.length > 0) console.log(`below their floor: ${low.join(', ')}`);
process.exitCode = code !== 0 || low.length > 0 ? 1 : 0;

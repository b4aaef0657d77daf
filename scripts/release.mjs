// npm run release -- VERSION [--dry-run]: writes one version number into all files that contain it, and packs the
// add-on. Does not commit, tag or publish, but prints the commands for that.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from './build.mjs';
import { ROOT } from './lib.mjs';
import { readOptions, runScript } from './options.mjs';
import { archive } from './release/archive.mjs';
import { changelogSection, datedChangelog } from './release/changelog.mjs';

const HELP = `npm run release -- VERSION [--dry-run] [--date YYYY-MM-DD]
VERSION such as 0.2.0. --dry-run checks all and writes nothing but dist.`;

const VERSION = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?$/;

const text = (path) => readFileSync(join(ROOT, path), 'utf8');

/** Files that contain the version number, and the pattern that finds it. */
const PLACES = [
  ['package.json', /^( {2}"version": ")[^"]+(",?)$/m],
  ['package-lock.json', /^( {2}"version": ")[^"]+(",?)$/m],
  ['package-lock.json', /^( {6}"version": ")[^"]+(",?)$/m],
  ['src/addon/version.ts', /^(export const VERSION = ')[^']+(';)$/m],
];

/** The files with the new number, by path. Throws if a file or pattern is missing. */
function numbered(version) {
  const files = new Map();
  for (const [path, place] of PLACES) {
    const before = files.get(path) ?? text(path);
    if (!place.test(before)) throw new Error(`${path} holds no version number where one is expected`);
    files.set(path, before.replace(place, `$1${version}$2`));
  }
  return files;
}

function git(...args) {
  const { status, stdout, error } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  if (error || status !== 0) throw new Error(`git ${args.join(' ')} failed`);
  return stdout.trim();
}

/** Compares semantic versions by number; a pre-release comes before its release. */
function isNewer(version, than) {
  const parts = (each) => [...each.split('-')[0].split('.').map(Number), each.includes('-') ? 0 : 1];
  const [a, b] = [parts(version), parts(than)];
  const at = a.findIndex((part, i) => part !== b[i]);
  return at >= 0 && a[at] > b[at];
}

await runScript(async () => {
  const { values, positionals } = readOptions(
    process.argv.slice(2),
    { 'dry-run': { type: 'boolean', default: false }, date: { type: 'string' } },
    { help: HELP, positionals: true },
  );
  const [version, ...more] = positionals;
  if (!VERSION.test(version ?? '') || more.length > 0) throw new Error(`which version? ${HELP}`);
  const date = values.date ?? new Date().toISOString().slice(0, 10);
  const current = JSON.parse(text('package.json')).version;
  if (!isNewer(version, current)) throw new Error(`${version} is not newer than ${current}`);
  if (git('status', '--porcelain') !== '')
    throw new Error('the working tree has changes: commit or drop them first');
  if (git('tag', '--list', `v${version}`) !== '') throw new Error(`the tag v${version} is there already`);

  const files = numbered(version);
  files.set('CHANGELOG.md', datedChangelog(text('CHANGELOG.md'), version, date));
  console.log(changelogSection(files.get('CHANGELOG.md'), version));
  const kept = new Map([...files.keys()].map((path) => [path, text(path)]));
  const write = (which) => {
    for (const [path, content] of which) writeFileSync(join(ROOT, path), content);
  };
  write(files);
  try {
    const { bytes, formulas } = await build();
    const file = await archive(version);
    console.log(`${basename(file)}: ${formulas} formulas, Code.js ${(bytes / 1024).toFixed(0)} KB`);
  } catch (error) {
    write(kept);
    throw error;
  }
  if (values['dry-run']) {
    write(kept);
    console.log(`A dry run: ${[...files.keys()].join(', ')} are as they were.`);
    return;
  }
  console.log(
    `Written: ${[...files.keys()].join(', ')}. Look at them, run npm test, then\n` +
      `  git commit -am "Version ${version}" && git tag v${version}`,
  );
});

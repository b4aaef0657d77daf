// Makes the add-on's script: esbuild makes one ES2019 module of the sources, then webpack with gas-webpack-plugin puts
// the top-level functions above it. Bundling all modules with webpack made it 30 KB larger.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { minify } from '@swc/core';
import esbuild from 'esbuild';
import { ROOT } from '../lib.mjs';
import { reduceLibrary } from './lazy-library.mjs';
import { withoutPageFields } from './page-fields.mjs';
import { SYNTAX } from './syntax.mjs';

/** The sources that an entry imports, directly or not, as paths below the repository. */
async function sourcesOf(entry) {
  const { metafile } = await esbuild.build({
    entryPoints: [join(ROOT, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    logLevel: 'error',
    supported: SYNTAX.supported,
    logOverride: SYNTAX.logOverride,
    target: SYNTAX.target,
  });
  return Object.keys(metafile.inputs);
}

/** Makes one ES module of an entry's sources; returns its text and the bytes of each source in it. */
export async function bundleModule(entry) {
  const { metafile, outputFiles } = await esbuild.build({
    ...SYNTAX,
    entryPoints: [join(ROOT, entry)],
    absWorkingDir: ROOT,
    outdir: 'dist',
    write: false,
    bundle: true,
    format: 'esm',
    minify: true,
    metafile: true,
    logLevel: 'warning',
    plugins: [reduceLibrary('fflate', sourcesOf(entry)), withoutPageFields()],
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output.inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]);
  return { text: outputFiles[0].text, inputs };
}

/**
 * Puts top-level functions that call those of the entry above it, in a thread of its own. The module is not there yet:
 * webpack would take a second to read it.
 */
function addStubs(entry, entryMade) {
  const worker = new Worker(new URL('./stubs-worker.mjs', import.meta.url));
  const code = new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    entryMade.then(() => worker.postMessage(entry), reject);
  });
  return code.finally(() => worker.terminate());
}

/** Start of webpack's own code, after the stubs. */
const BODY = '/******/ (() => {';

/** The help of a formula. It stands above its stub, and a copy stands above the function that the stub calls. */
const HELP = /\/\*\*(?:(?!\*\/)[\s\S])*@customfunction(?:(?!\*\/)[\s\S])*\*\//g;

/** Keeps a comment through esbuild's pass; afterwards it is removed. */
const PRESERVE = /\n \* @preserve(?=\n \*\/)/g;

/** The module's place in the entry, alone in its line. */
const PLACE = /^entry;$/m;

/** The module's last statement. */
const EXPORTS = /export\{([^{}]+)\};\s*$/;

/** Puts the module at its place; returns the code, and what its exports are called in it, for `entry.name`. */
function withModule(code, text) {
  const [statement, list] = EXPORTS.exec(text) ?? [];
  if (statement === undefined || !PLACE.test(code)) throw new Error('the module does not fit into its entry');
  const names = list.split(',').map((one) => one.split(' as '));
  const exported = Object.fromEntries(names.map(([own, name = own]) => [`entry.${name}`, own]));
  return { code: code.replace(PLACE, () => text.slice(0, -statement.length)), exported };
}

/**
 * Minifies everything except the stubs, because every cell parses the whole bundle. Names and help in the stubs are for
 * people.
 */
async function minified(code, define) {
  const at = code.indexOf(BODY);
  if (at < 0) throw new Error('the bundle has no body after its stubs');
  const [head, small] = await Promise.all([
    esbuild.transform(code.slice(0, at), { ...SYNTAX, minifyWhitespace: true }),
    esbuild.transform(code.slice(at).replace(HELP, ''), { ...SYNTAX, minify: true, define }),
  ]);
  // Inlines and joins code that esbuild leaves: 10 KB less. terser takes twenty times as long and leaves 6 KB more.
  const { code: body } = await minify(small.code, {
    ecma: 2019,
    module: false,
    compress: { ecma: 2019, passes: 2 },
    mangle: true,
  });
  return { stubs: head.code.replace(PRESERVE, ''), body };
}

/**
 * Makes the whole script of a module that `bundleModule` makes. `entry` is the generated file with the top-level
 * functions, which is there once `entryMade` resolves. Returns the code and the bytes of each source in it, including stubs and webpack's own code.
 */
export async function bundleAddon(module, entry, entryMade) {
  const [{ text, inputs }, stubbed] = await Promise.all([module, addStubs(entry, entryMade)]);
  const whole = withModule(stubbed, text);
  const { stubs, body } = await minified(whole.code, whole.exported);
  const code = `/** @OnlyCurrentDoc @preserve */\n${stubs}${body}`;
  const known = inputs.reduce((sum, [, bytes]) => sum + bytes, 0);
  const stubBytes = Buffer.byteLength(stubs);
  const sizes = [
    ...inputs,
    ['stubs and their help', stubBytes],
    ['webpack’s own, less what is inlined', Buffer.byteLength(code) - known - stubBytes],
  ];
  return { code, sizes };
}

/** Bytes by layer, largest first: `src/cave`, `fflate`, stubs. */
export function sizesByLayer(sizes) {
  const layers = new Map();
  for (const [path, bytes] of sizes) {
    const layer = /^src\/[^/]+/.exec(path)?.[0] ?? path.replace(/^.*:/, '');
    layers.set(layer, (layers.get(layer) ?? 0) + bytes);
  }
  return [...layers].sort((a, b) => b[1] - a[1]);
}

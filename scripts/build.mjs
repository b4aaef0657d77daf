// npm run build → dist/addon: Code.js, Sidebar.html, Viewer.html and appsscript.json, which is all that clasp pushes.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import GasPlugin from 'gas-webpack-plugin';
import webpack from 'webpack';
import { gate } from './gate.mjs';
import { load, ROOT } from './lib.mjs';
import { entrySource } from './stubs.mjs';

const OUT = join(ROOT, 'dist', 'addon');
/** Built aside and moved in place file by file: nobody ever reads half a bundle. */
const NEXT = join(ROOT, 'dist', `addon-${process.pid}`);

/** What Apps Script calls it, its HTML, and what goes into it. */
const PAGES = [
  ['Sidebar.html', 'sidebar/sidebar.html', 'sidebar/main.ts', ['sidebar/sidebar.css']],
  [
    ...['Viewer.html', 'sidebar/viewer/viewer.html', 'sidebar/viewer/main.ts'],
    ['sidebar/sidebar.css', 'sidebar/viewer/viewer.css'],
  ],
];

function bundle(entry) {
  const compiler = webpack({
    mode: 'production',
    // A bare es2019 target has no chunk format; `web` gives one and nothing else is used of it.
    target: ['web', 'es2019'],
    entry,
    output: { path: NEXT, filename: 'Code.js', environment: { globalThis: true } },
    resolve: { extensions: ['.ts', '.js'] },
    module: {
      rules: [
        {
          test: /\.[jt]s$/,
          // A module that nobody uses anything of is left out; the entry itself is what is run.
          sideEffects: false,
          loader: 'esbuild-loader',
          options: { target: 'es2019', supported: { bigint: false }, logOverride: { bigint: 'silent' } },
        },
      ],
    },
    optimization: { minimize: false, usedExports: true },
    plugins: [new GasPlugin({ comment: true, include: [entry] })],
    performance: false,
    devtool: false,
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error);
      else if (stats.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
      else compiler.close(() => resolve());
    });
  });
}

/** Where webpack's own code begins, after the stubs. */
const BODY = '/******/ (() => {';

/** Every cell parses the whole bundle: all but the stubs is made small, since their names and help are for people. */
function thin(code) {
  const at = code.indexOf(BODY);
  if (at < 0) throw new Error('the bundle has no body after its stubs');
  const options = { legalComments: 'inline', target: 'es2019', charset: 'utf8' };
  const stubs = esbuild.transformSync(code.slice(0, at), { ...options, minifyWhitespace: true }).code;
  return stubs + esbuild.transformSync(code.slice(at), { ...options, minify: true }).code;
}

/** A page as one file: its style and script at their markers, closing tags defused. */
function page(html, entry, styles) {
  const text = (path) => readFileSync(join(ROOT, path), 'utf8');
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [join(ROOT, entry)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2020',
    logLevel: 'warning',
  });
  const script = outputFiles[0].text.replace(/<\/script/gi, '<\\/script').replace(/<!--/g, '<\\!--');
  const style = styles
    .map(text)
    .join('\n')
    .replace(/<\/style/gi, '<\\/style');
  return text(html)
    .replace('<!-- style -->', () => `<style>${style}</style>`)
    .replace('<!-- script -->', () => `<script>${script}</script>`);
}

export async function build() {
  mkdirSync(NEXT, { recursive: true });
  try {
    const { TOOLS, MENU } = load('scripts/declared.ts', 'declared');
    const generated = join(NEXT, 'entry.js');
    writeFileSync(generated, entrySource(TOOLS, MENU, '../../src/addon/entry'));
    await bundle(generated);
    const code = `/** @OnlyCurrentDoc @preserve */\n${thin(readFileSync(join(NEXT, 'Code.js'), 'utf8'))}`;
    gate(code, [
      ...TOOLS.map((tool) => ({ name: tool.formula, formula: true })),
      ...MENU.map(({ call }) => ({ name: call, formula: false })),
      ...['onOpen', 'onInstall', 'ttCall', 'ttHourly'].map((name) => ({ name, formula: false })),
    ]);
    writeFileSync(join(NEXT, 'Code.js'), code);
    for (const [file, ...parts] of PAGES) writeFileSync(join(NEXT, file), page(...parts));
    copyFileSync(join(ROOT, 'appsscript.json'), join(NEXT, 'appsscript.json'));
    mkdirSync(OUT, { recursive: true });
    for (const file of [...PAGES.map(([name]) => name), 'appsscript.json', 'Code.js']) {
      renameSync(join(NEXT, file), join(OUT, file));
    }
    return { bytes: Buffer.byteLength(code), formulas: TOOLS.length };
  } finally {
    rmSync(NEXT, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { bytes, formulas } = await build();
  console.log(`dist/addon: Code.js ${(bytes / 1024).toFixed(0)} KB, ${formulas} formulas`);
}

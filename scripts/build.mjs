// npm run build → dist/addon: Code.js, Sidebar.html, Viewer.html and appsscript.json; clasp pushes only these.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { bundleAddon, bundleModule, sizesByLayer } from './bundle/addon.mjs';
import { helpEntries } from './bundle/help.mjs';
import { writeManifest } from './bundle/manifest.mjs';
import { gate } from './gate.mjs';
import { loadBeside, ROOT } from './lib.mjs';
import { entrySource } from './stubs.mjs';

const OUT = join(ROOT, 'dist', 'addon');
/** The build uses this folder and then moves the files one by one, so that no reader sees half a bundle. */
const NEXT = join(ROOT, 'dist', `addon-${process.pid}`);

/** For each page: its name in Apps Script, HTML file, script and styles. */
const PAGES = [
  {
    file: 'Sidebar.html',
    html: 'sidebar/sidebar.html',
    entry: 'sidebar/main.ts',
    styles: ['src/ui/base.css', 'sidebar/sidebar.css'],
  },
  {
    file: 'Viewer.html',
    html: 'sidebar/viewer/viewer.html',
    entry: 'sidebar/viewer/main.ts',
    styles: ['src/ui/base.css', 'sidebar/sidebar.css', 'sidebar/viewer/viewer.css'],
  },
];

/**
 * Makes a page of one file: puts its style and script at their markers and escapes closing tags. `define`: constants of
 * the build.
 */
async function page({ html, entry, styles, define }) {
  const text = (path) => readFileSync(join(ROOT, path), 'utf8');
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(ROOT, entry)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2020',
    logLevel: 'warning',
    define,
  });
  const script = outputFiles[0].text.replace(/<\/script/gi, '<\\/script').replace(/<!--/g, '<\\!--');
  const css = styles.map(text).join('\n');
  const { code } = await esbuild.transform(css, { loader: 'css', minify: true });
  const style = code.replace(/<\/style/gi, '<\\/style');
  return text(html)
    .replace('<!-- style -->', () => `<style>${style}</style>`)
    .replace('<!-- script -->', () => `<script>${script}</script>`);
}

export async function build() {
  mkdirSync(NEXT, { recursive: true });
  try {
    const declared = loadBeside('scripts/declared.ts', 'declared');
    const generated = join(NEXT, 'entry.js');
    const writeEntry = async () => {
      const { MENU, toolsOn } = await declared;
      writeFileSync(generated, entrySource(toolsOn('formula'), MENU));
    };
    const writePages = async () => {
      const { toolViews, jobChoices } = await declared;
      const define = {
        CATALOGUE: JSON.stringify({ tools: toolViews(), jobs: jobChoices() }),
        HELP: JSON.stringify(helpEntries()),
      };
      const write = async ({ file, ...parts }) =>
        writeFileSync(join(NEXT, file), await page({ ...parts, define }));
      await Promise.all(PAGES.map(write));
    };
    const module = bundleModule('src/addon/entry.ts');
    // The pages after the module, which takes longest to minify: esbuild makes them meanwhile in its own process.
    const [{ code, sizes }] = await Promise.all([
      bundleAddon(module, generated, writeEntry()),
      module.then(writePages),
    ]);
    const { MENU, readScript, toolsOn } = await declared;
    const formulas = toolsOn('formula');
    const names = [
      ...formulas.map((tool) => ({ name: tool.formula, formula: true })),
      ...MENU.map(({ call }) => ({ name: call, formula: false })),
      ...['onOpen', 'onInstall', 'ttCall', 'ttHourly'].map((name) => ({ name, formula: false })),
    ];
    gate(code, names, readScript);
    writeFileSync(join(NEXT, 'Code.js'), code);
    writeManifest(NEXT);
    mkdirSync(OUT, { recursive: true });
    for (const file of [...PAGES.map(({ file }) => file), 'appsscript.json', 'Code.js']) {
      renameSync(join(NEXT, file), join(OUT, file));
    }
    return { bytes: Buffer.byteLength(code), formulas: formulas.length, sizes };
  } finally {
    rmSync(NEXT, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { bytes, formulas, sizes } = await build();
  const kilobytes = (n) => (n / 1024).toFixed(1).padStart(7);
  for (const [layer, part] of sizesByLayer(sizes)) console.log(`${kilobytes(part)} KB  ${layer}`);
  console.log(`${kilobytes(bytes)} KB  dist/addon/Code.js, ${formulas} formulas`);
}

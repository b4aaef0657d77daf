// The sidebar as one page with the fake add-on inside, bundled like the real build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Scenario } from './scenario';

const root = join(__dirname, '../../..');

function bundle(entry: string): string {
  const built = buildSync({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
  });
  return built.outputFiles[0]!.text.replace(/<\/script/gi, '<\\/script').replace(/<!--/g, '<\\!--');
}

let parts: { html: string; css: string; fake: string; main: string } | undefined;

export function sidebarPage(scenario: Scenario): string {
  parts ??= {
    html: readFileSync(join(root, 'sidebar/sidebar.html'), 'utf8'),
    css: ['src/ui/base.css', 'sidebar/sidebar.css']
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n'),
    fake: bundle('test/browser/client/fake-add-on.ts'),
    main: bundle('sidebar/main.ts'),
  };
  const { html, css, fake, main } = parts;
  const setting = `window.scenario = ${JSON.stringify(scenario)};`;
  return html
    .replace('<!-- style -->', () => `<style>${css}</style>`)
    .replace('<!-- script -->', () => `<script>${setting}${fake}</script><script>${main}</script>`);
}

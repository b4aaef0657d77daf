/** The page's own files: its HTML, and its TypeScript bundled for the browser when the server starts. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface Assets {
  page: string;
  style: string;
  script: string;
  /** Inserted into every sidebar and dialog, before its own scripts. */
  shim: string;
}

const CLIENT = 'sandbox/playground/src/client';

/** `root` is the repository's folder. */
export async function loadAssets(root: string): Promise<Assets> {
  const text = (name: string) => readFileSync(join(root, CLIENT, name), 'utf8');
  const [script, shim] = await Promise.all([bundle(root, 'main.ts'), bundle(root, 'shim.ts')]);
  return {
    page: text('page.html'),
    style: readFileSync(join(root, 'src/ui/base.css'), 'utf8') + text('page.css'),
    script,
    shim,
  };
}

// esbuild finds its program beside its own file, so it must not be bundled.
async function bundle(root: string, name: string): Promise<string> {
  const { build } = createRequire(join(root, 'package.json'))('esbuild') as typeof import('esbuild');
  const built = await build({
    entryPoints: [join(root, CLIENT, name)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  });
  return built.outputFiles[0]!.text;
}

/** The page of a sidebar or dialog, with the `google.script` shim at its start. */
export function withShim(html: string, shim: string): string {
  const script = `<script>${shim.replace(/<\/script/gi, '<\\/script').replace(/<!--/g, '<\\!--')}</script>`;
  const head = /<head[^>]*>/i.exec(html);
  if (head === null) return script + html;
  const at = head.index + head[0].length;
  return html.slice(0, at) + script + html.slice(at);
}

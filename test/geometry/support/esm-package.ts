/** Loads a package that is only published as ES modules: jest's runtime can neither require nor import one. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { transformSync } from 'esbuild';

/** The exports of the package's single file, evaluated with the test's own typed arrays. */
export function esmPackage<Exports>(name: string): Exports {
  const file = createRequire(__filename).resolve(name);
  const { code } = transformSync(readFileSync(file, 'utf8'), { format: 'cjs', target: 'node20' });
  const module = { exports: {} };
  new Function('module', 'exports', code)(module, module.exports);
  return module.exports as Exports;
}

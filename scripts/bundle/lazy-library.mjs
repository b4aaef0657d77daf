// Reduces a library that is loaded on first use to the functions that the sources use.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { ROOT } from '../lib.mjs';
import { SYNTAX } from './syntax.mjs';

/** The functions of a lazily loaded library that a source uses. */
function lazyNames(source, library) {
  const uses = source.split(`require('${library}')`).length - 1;
  const called = [...source.matchAll(new RegExp(`require\\('${library}'\\)\\.(\\w+)`, 'g'))].map(
    ([, name]) => name,
  );
  const taken = [...source.matchAll(new RegExp(`const \\{([\\w, ]+)\\} = require\\('${library}'\\)`, 'g'))];
  if (called.length + taken.length !== uses)
    throw new Error(`a use of ${library} is in a form that the build cannot read`);
  return [...called, ...taken.flatMap(([, names]) => names.split(',').map((name) => name.trim()))];
}

/** The functions of the library that these sources use, as one script. */
async function reducedTo(sources, library) {
  const names = new Set(
    sources.flatMap((path) => lazyNames(readFileSync(join(ROOT, path), 'utf8'), library)),
  );
  const { outputFiles } = await esbuild.build({
    ...SYNTAX,
    stdin: { contents: `export { ${[...names].sort().join(', ')} } from '${library}';`, resolveDir: ROOT },
    bundle: true,
    write: false,
    minify: true,
    format: 'cjs',
  });
  return outputFiles[0].text;
}

/**
 * esbuild would bundle a lazily loaded library as a whole, because it does not see which functions are used. This
 * reduces the library to those functions first (fflate: 11 KB of 33). The sources may be found while esbuild reads them.
 */
export function reduceLibrary(library, sources) {
  const reduced = sources.then((found) => reducedTo(found, library));
  // Sources that cannot be read: the build that uses this says so.
  reduced.catch(() => {});
  return {
    name: `reduced-${library}`,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${library}$`) }, () => ({
        path: library,
        namespace: 'reduced',
      }));
      build.onLoad({ filter: /.*/, namespace: 'reduced' }, async () => ({ contents: await reduced }));
    },
  };
}

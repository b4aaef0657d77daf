// Compiles src/geometry/point-sets/native with AssemblyScript to src/geometry/point-sets/native-wasm.ts. `--check` only
// compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';

const FOLDER = join(ROOT, 'src/geometry/point-sets/native');
/** The module that src/geometry imports. */
const NAME = 'NATIVE_WASM';
const OUT = join(ROOT, 'src/geometry/point-sets/native-wasm.ts');
const WIDTH = 100;

/** Compiles the sources to wasm bytes. */
export async function compile() {
  let bytes;
  const { error, stderr } = await asc.main(
    ['index.ts', '-Ospeed', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--outFile', 'index.wasm'],
    {
      // The sources are AssemblyScript, which TypeScript cannot check, so they have another file ending.
      readFile: (name) => {
        try {
          return readFileSync(join(FOLDER, name.replace(/\.ts$/, '.as')), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, data) => {
        if (name.endsWith('.wasm')) bytes = data;
      },
      listFiles: () => [],
    },
  );
  if (error || !bytes) throw new Error(`${error?.message}\n${stderr}`);
  return bytes;
}

/** The TypeScript module that contains these bytes. */
export function asModule(bytes) {
  const text = Buffer.from(bytes).toString('base64');
  const lines = text.match(new RegExp(`.{1,${WIDTH}}`, 'g')).map((line) => `  '${line}',`);
  return `/** Compiled from src/geometry/point-sets/native by scripts/wasm-geometry.mjs: do not edit. */
export const ${NAME} = [
${lines.join('\n')}
].join('');
`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = ownOptions({ check: { type: 'boolean' } });
  const source = asModule(await compile());
  if (values.check) {
    if (readFileSync(OUT, 'utf8') !== source) {
      console.error(
        'src/geometry/point-sets/native-wasm.ts is not what its sources give: run node scripts/wasm-geometry.mjs',
      );
      process.exitCode = 1;
    }
  } else {
    writeFileSync(OUT, source);
    console.log(`${OUT.slice(ROOT.length + 1)}: ${Math.round((source.length * 3) / 4 / 1024)} kB of wasm`);
  }
}

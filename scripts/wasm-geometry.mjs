// Compiles the folders of AssemblyScript in src/geometry to the modules beside them: native to native-wasm.ts. `--check`
// only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';

/** What is compiled, and the name that each module exports. */
const MODULES = [
  { folder: 'src/geometry/point-sets/native', name: 'NATIVE_WASM' },
  { folder: 'src/geometry/bvh/native', name: 'BVH_WASM' },
];
const WIDTH = 100;

/** Compiles a folder of sources to wasm bytes. */
async function compile(folder) {
  let bytes;
  const { error, stderr } = await asc.main(
    ['index.ts', '-Ospeed', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--outFile', 'index.wasm'],
    {
      // The sources are AssemblyScript, which TypeScript cannot check, so they have another file ending.
      readFile: (name) => {
        try {
          return readFileSync(join(ROOT, folder, name.replace(/\.ts$/, '.as')), 'utf8');
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
function asModule(bytes, { folder, name }) {
  const text = Buffer.from(bytes).toString('base64');
  const lines = text.match(new RegExp(`.{1,${WIDTH}}`, 'g')).map((line) => `  '${line}',`);
  return `/** Compiled from ${folder} by scripts/wasm-geometry.mjs: do not edit. */
export const ${name} = [
${lines.join('\n')}
].join('');
`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = ownOptions({ check: { type: 'boolean' } });
  for (const module of MODULES) {
    const source = asModule(await compile(module.folder), module);
    const file = `${module.folder}-wasm.ts`;
    if (values.check) {
      if (!existsSync(join(ROOT, file)) || readFileSync(join(ROOT, file), 'utf8') !== source) {
        console.error(`${file} is not what its sources give: run node scripts/wasm-geometry.mjs`);
        process.exitCode = 1;
      }
    } else {
      writeFileSync(join(ROOT, file), source);
      console.log(`${file}: ${Math.round((source.length * 3) / 4 / 1024)} kB of wasm`);
    }
  }
}

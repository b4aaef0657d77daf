// Compiles each of MODULES with AssemblyScript to a TypeScript module that holds its bytes. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { ROOT } from './lib.mjs';
import { ownOptions } from './options.mjs';

/** The folder of the sources, the file of the compiled bytes, and their name in it. */
const MODULES = [
  {
    folder: 'src/geometry/point-sets/native',
    out: 'src/geometry/point-sets/native-wasm.ts',
    name: 'NATIVE_WASM',
  },
  { folder: 'src/geometry/bvh/native', out: 'src/geometry/bvh/native-wasm.ts', name: 'BVH_WASM' },
  { folder: 'src/node/crc32c/native', out: 'src/node/crc32c/crc32c-wasm.ts', name: 'CRC32C_WASM' },
];
const WIDTH = 100;

/** Compiles the sources in a folder to wasm bytes. */
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
  return `/** Compiled from ${folder} by scripts/wasm.mjs: do not edit. */
export const ${name} = [
${lines.join('\n')}
].join('');
`;
}

const { values } = ownOptions({ check: { type: 'boolean' } });
for (const one of MODULES) {
  const out = join(ROOT, one.out);
  const source = asModule(await compile(one.folder), one);
  if (!values.check) {
    writeFileSync(out, source);
    console.log(`${one.out}: ${Math.round((source.length * 3) / 4 / 1024)} kB of wasm`);
  } else if (readFileSync(out, 'utf8') !== source) {
    console.error(`${one.out} is not what its sources give: run node scripts/wasm.mjs`);
    process.exitCode = 1;
  }
}

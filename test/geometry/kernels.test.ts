/** Loading of the compiled libraries: those that are named, once, and a missing one is a fault. */
import { kernel, loadKernels } from '../../src/geometry/kernels';
import { wasmFiles } from '../../src/node/wasm-files';

test('loads what is named and keeps it; files are read once', async () => {
  const real = wasmFiles(__dirname);
  const reads: string[] = [];
  const files = {
    draco: () => {
      reads.push('draco');
      return real.draco();
    },
    manifold: () => {
      reads.push('manifold');
      return real.manifold();
    },
  };
  const loaded = await loadKernels(['draco'], files);
  expect(Object.keys(loaded)).toEqual(['draco']);
  const { draco } = loaded;
  expect(await loadKernels(['draco'], files, loaded)).toBe(loaded);
  expect(kernel(loaded, 'draco')).toBe(draco);
  expect(reads).toEqual(['draco']);
  expect(() =>
    kernel(loaded, 'draco').decode(new Uint8Array(0), { quantized: false, mostPoints: 1, mostFaces: 1 }),
  ).toThrow('does not begin with DRACO');
});

test('a library that the work did not declare is a fault that names it', () => {
  expect(() => kernel({}, 'solids')).toThrow('the solids library was not loaded');
});

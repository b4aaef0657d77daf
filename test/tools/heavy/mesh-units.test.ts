import { inNm, sizeRemark } from '../../../src/tools/heavy/mesh-units';
import { box } from '../../../workbench/geometry/meshes';
import { testEnvironment } from '../../support/sandbox-driver';

const cave = testEnvironment();
const stack = 'brain_and_nerve_cord';
const cornerOf = (unit: string): number[] => {
  const mesh = cave.run(inNm(box([1, 1, 1], [2, 2, 2]), unit, cave.ctx()));
  return [...mesh.vertices.subarray(0, 3)];
};

test.each([
  ['nm', [1, 1, 1]],
  ['µm', [1e3, 1e3, 1e3]],
  ['um', [1e3, 1e3, 1e3]],
  ['mm', [1e6, 1e6, 1e6]],
  ['voxels', [4, 4, 45]],
])('%s', (unit, corner) => expect(cornerOf(unit)).toEqual(corner));

test.each<[string, number[], number[], string]>([
  ['a neuropil', [3e5, 3e5, 1e5], [4e5, 4e5, 2e5], ''],
  ['a cell that reaches out of the volume a little', [-5000, 0, 0], [9e5, 1e5, 1e5], ''],
  [
    'a µm mesh of the whole brain',
    [0, 0, 0],
    [1000, 1100, 300],
    '1,000 × 1,100 × 300 nm large, and all of it in a thousandth',
  ],
  [
    'less than a voxel',
    [5e5, 5e5, 1e5],
    [5e5 + 4, 5e5 + 4, 1e5 + 4],
    '4 × 4 × 4 nm large, less than a voxel',
  ],
  [
    'larger than the volume',
    [0, 0, 0],
    [1e5, 1e5, 1e6],
    'more than the data set’s 1,050,000 × 1,180,000 × 315,000 nm',
  ],
  ['beside it', [5e6, 0, 0], [5.1e6, 1e5, 1e5], 'and outside the data set of'],
])('%s', (_what, low, high, remark) => {
  const found = sizeRemark(box(low as [number, number, number], high as [number, number, number]), stack);
  if (remark === '') expect(found).toBe('');
  else expect(found).toContain(remark);
});

test('a data set whose size nobody recorded says nothing', () => {
  expect(sizeRemark(box([0, 0, 0], [1, 1, 1]), 'unheard_of')).toBe('');
});

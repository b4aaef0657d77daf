/** TT_SKELETON_MEASURES: an SWC as text, lines and rows; its cable inside a mesh. */
import { heavyBench } from '../heavy/support';
import { tableOf } from '../support';

/** A stem of 300 along x, from which two twigs of 400 and 500 leave: a Y, and a part of its own of 50. */
const SWC = [
  '# made by hand',
  '1 1 0 0 0 5 -1',
  '2 2 300 0 0 1 1',
  '3 2 300 400 0 1 2',
  '4 3 600 -400 0 1 2',
  '5 0 0 0 1000 1 -1',
  '6 0 0 0 1050 1 5',
];
const MEASURES = [6, 2, 1, 3, 1250, 800, 0, -400, 0, 600, 400, 1050];
/** Closed, from -100 to 100 along each axis. */
const CUBE = `v -100 -100 -100\nv 100 -100 -100\nv 100 100 -100\nv -100 100 -100\nv -100 -100 100\nv 100 -100 100
v 100 100 100\nv -100 100 100\nf 1 3 2\nf 1 4 3\nf 5 6 7\nf 5 7 8\nf 1 2 6\nf 1 6 5\nf 2 3 7\nf 2 7 6\nf 3 4 8
f 3 8 7\nf 4 1 5\nf 4 5 8\n`;

const measure = async (...values: unknown[]) => tableOf(await heavyBench(), 'TT_SKELETON_MEASURES', values);

test.each([
  ['one text', [[SWC.join('\n')]]],
  ['lines', SWC.map((line) => [line])],
  ['rows of numbers', SWC.slice(1).map((line) => line.split(' ').map(Number))],
] as const)('as %s', async (_how, skeleton) => {
  expect(await measure(skeleton)).toEqual([[...MEASURES, null, null]]);
});

test('the cable inside a mesh, cut where it leaves', async () => {
  const [row] = await measure([[SWC.join('\n')]], CUBE);
  expect(row!.slice(0, 12)).toEqual(MEASURES);
  [100, 100 / 1250].forEach((value, i) => {
    expect(row![12 + i]).toBeCloseTo(value, 9);
  });
});

test('coordinates in micrometres and in voxels of the datastack', async () => {
  const [um] = await measure([['1 0 0 0 0 1 -1\n2 0 1 0 0 1 1']], '', '1', 'um');
  expect(um![4]).toBe(1000);
  const [voxels] = await measure([['1 0 0 0 0 1 -1\n2 0 0 0 2 1 1']], '', '1', 'voxels');
  expect(voxels![4]).toBe(90);
});

test('what is no skeleton, and an open mesh, are refused', async () => {
  await expect(measure([['hello']])).rejects.toThrow(/SWC/);
  const open = CUBE.replace('f 4 5 8\n', '');
  await expect(measure([[SWC.join('\n')]], open)).rejects.toThrow(/open|closed/);
});

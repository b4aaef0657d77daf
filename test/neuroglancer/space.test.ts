/** Coordinates of a layer to x, y, z of the view, by the names of dimensions. */
import { pointLayer, pointsOf } from '../../src/neuroglancer/annotations';
import type { Fields } from '../../src/neuroglancer/document';
import { modernize } from '../../src/neuroglancer/modernize';
import { positionOf, readState, voxelSize } from '../../src/neuroglancer/state';
import { random } from '../../workbench/random';

type Dims = Record<string, [number, string]>;
const XYZ: Dims = { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [4.5e-8, 'm'] };

interface View {
  dimensions?: Dims;
  transform?: object;
  points?: number[][];
  layer?: object;
  position?: number[];
}

/** A view with one layer "p". */
const viewOf = ({ dimensions = XYZ, transform, points = [], layer = {}, position }: View): Fields =>
  readState(
    JSON.stringify({
      dimensions,
      position,
      layers: [
        {
          type: 'annotation',
          name: 'p',
          source: transform ? { url: 'local://annotations', transform } : 'local://annotations',
          annotations: points.map((point, i) => ({ type: 'point', id: String(i), point })),
          ...layer,
        },
      ],
    }),
  );
const read = (view: View) => {
  const state = viewOf(view);
  return pointsOf(state, pointLayer(state, 'p'));
};

describe('dimensions by name', () => {
  test('a view in the order z, y, x', () => {
    const dimensions: Dims = { z: [4.5e-8, 'm'], y: [4e-9, 'm'], x: [4e-9, 'm'] };
    const { inView, nm } = read({ dimensions, points: [[7, 50, 20]] });
    expect(inView).toEqual([[20, 50, 7]]);
    expect(nm).toEqual([[80, 200, 315]]);
    expect(positionOf(viewOf({ dimensions, position: [7, 50, 20] }))).toEqual([20, 50, 7]);
    expect(voxelSize(viewOf({ dimensions }))).toEqual([4, 4, 45]);
  });

  test('a time first, a channel last, and a matrix over all of them', () => {
    const dimensions: Dims = { t: [1e-3, 's'], ...XYZ, 'c^': [1, ''] };
    const transform = {
      outputDimensions: dimensions,
      matrix: [
        [1, 0, 0, 0, 0, 7],
        [0, 1, 0, 0, 0, 10],
        [0, 0, 1, 0, 0, -20],
        [0, 0, 0, 2, 0, 30],
        [0, 0, 0, 0, 1, 0],
      ],
    };
    expect(read({ dimensions, points: [[0, 5, 6, 7, 1]], transform }).inView).toEqual([[15, -14, 44]]);
    expect(positionOf(viewOf({ dimensions, position: [9, 1, 2, 3, 0] }))).toEqual([1, 2, 3]);
  });

  test('the layer’s dimensions in another order than the view’s', () => {
    const transform = { outputDimensions: { z: [9e-8, 'm'], x: [8e-9, 'm'], y: [4e-9, 'm'] } };
    expect(read({ points: [[1, 2, 3]], transform }).inView).toEqual([[4, 3, 2]]);
  });

  test('units with any prefix, on either side', () => {
    const transform = { outputDimensions: { x: [1, 'µm'], y: [0.001, 'mm'], z: [1e-4, 'cm'] } };
    const dimensions: Dims = { x: [4, 'nm'], y: [4000, 'pm'], z: [0.045, 'um'] };
    expect(read({ dimensions, points: [[1, 2, 9]], transform }).inView).toEqual([[250, 500, 200]]);
  });

  test('without a physical unit: voxels, and no nm', () => {
    const dimensions: Dims = { z: [1, ''], y: [1, ''], x: [2, ''] };
    const { inView, nm } = read({ dimensions, points: [[1, 2, 3]] });
    expect(inView).toEqual([[3, 2, 1]]);
    expect(nm).toBeNull();
  });

  test('a source of fewer dimensions than the layer', () => {
    const dimensions: Dims = { ...XYZ, t: [1, 's'] };
    const transform = { outputDimensions: dimensions, sourceRank: 3 };
    expect(read({ dimensions, points: [[1, 2, 3]], transform }).inView).toEqual([[1, 2, 3]]);
  });
});

describe('what cannot be brought to x, y, z is refused by name', () => {
  test.each<[string, View, string]>([
    [
      'other names',
      { dimensions: { a: [1e-9, 'm'], b: [1e-9, 'm'], z: [1e-9, 'm'] }, points: [[1, 2, 3]] },
      'the view: there is no dimension x or y. Its dimensions: "a", "b", "z"',
    ],
    [
      'dimensions of the layer alone',
      {
        transform: { outputDimensions: { "x'": [1e-9, 'm'], y: [1e-9, 'm'], z: [1e-9, 'm'] } },
        points: [[1, 2, 3]],
      },
      'layer "p": there is no dimension x. Its dimensions: "x\'", "y", "z"',
    ],
    [
      'a plane',
      { transform: { outputDimensions: { x: [1e-9, 'm'], y: [1e-9, 'm'] } }, points: [[1, 2]] },
      'layer "p": there is no dimension z',
    ],
    [
      'units that do not agree',
      { transform: { outputDimensions: { ...XYZ, z: [1, ''] } }, points: [[1, 2, 3]] },
      'layer "p": z has no unit, but the unit m in the view',
    ],
    [
      'a unit that is none',
      { dimensions: { ...XYZ, y: [1, 'furlong'] }, points: [[1, 2, 3]] },
      'the view: the dimension "y" is "1 furlong", not a size and a unit',
    ],
    ['no size', { dimensions: { ...XYZ, y: [0, 'm'] }, points: [[1, 2, 3]] }, 'the dimension "y" is "0 m"'],
    [
      'too few coordinates',
      { points: [[1, 2]] },
      'point 1 of layer "p" has 2 coordinates; the layer has 3 dimensions: x, y, z',
    ],
    [
      'too few for a time',
      { dimensions: { ...XYZ, t: [1, 's'] }, points: [[1, 2, 3]] },
      'has 3 coordinates; the layer has 4 dimensions: x, y, z, t',
    ],
    [
      'a matrix of three rows for four dimensions',
      {
        transform: {
          outputDimensions: { ...XYZ, t: [1, 's'] },
          matrix: [
            [1, 0, 0, 0],
            [0, 1, 0, 0],
            [0, 0, 1, 0],
          ],
        },
        points: [[1, 2, 3, 0]],
      },
      'its matrix has 3 rows of 4 numbers; 4 dimensions need 4 of 5',
    ],
    [
      'fewer input dimensions',
      { transform: { outputDimensions: XYZ, inputDimensions: { x: [1e-9, 'm'] } }, points: [[1]] },
      '1 input dimensions, but 3 output dimensions',
    ],
  ])('%s', (_what, view, words) => expect(() => read(view)).toThrow(words));
});

describe('the old forms of a transform, in nm', () => {
  const old = (transform: unknown) =>
    readState(
      JSON.stringify({
        navigation: { pose: { position: { voxelSize: [4, 4, 40], voxelCoordinates: [1, 2, 3] } } },
        layers: [
          {
            type: 'annotation',
            name: 'p',
            voxelSize: [8, 8, 40],
            transform,
            annotations: [{ type: 'point', id: '1', point: [10, 20, 30] }],
          },
        ],
      }),
    );
  test.each<[string, unknown, number[]]>([
    ['16 numbers', [1, 0, 0, 100, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [180, 160, 1200]],
    [
      'rows',
      [
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 2, 8],
        [0, 0, 0, 1],
      ],
      [160, 80, 2408],
    ],
    // A quarter turn about z: x becomes y.
    ['a rotation', { rotation: [0, 0, 1, 1], translation: [1, 2, 3], scale: [2, 1, 1] }, [-159, 162, 1203]],
  ])('%s, as it is and in the modern dialect', (_what, transform, nm) => {
    for (const state of [old(transform), modernize(old(transform))]) {
      const found = pointsOf(state, pointLayer(state, 'p')).nm![0]!;
      expect(found).toEqual(nm.map((x) => expect.closeTo(x, 9)));
    }
  });

  test('refused where it is none of these', () => {
    expect(() => pointsOf(old([1, 2, 3]), pointLayer(old([1, 2, 3]), 'p'))).toThrow(
      'layer "p": its transform is none of',
    );
  });

  const row = [1, 0, 0, 0];
  test.each<[unknown, string]>([
    [[row, row, row, row, row], 'is none of'],
    [[row, row], 'is none of'],
    [new Array(12).fill(1), 'is none of'],
    [[row, row, row, [0, 0, 1]], 'is none of'],
    [{ rotation: [0, 0, 1] }, 'the rotation of its transform is not 4 numbers'],
    [{ translation: '1, 2, 3' }, 'the translation of its transform is not 3 numbers'],
    [{ scale: [2, 2, null] }, 'the scale of its transform is not 3 numbers'],
  ])('%j is no transform', (transform, words) => {
    expect(() => pointsOf(old(transform), pointLayer(old(transform), 'p'))).toThrow(words);
  });
});

describe('layers whose annotations lie outside the view', () => {
  const state = readState(
    JSON.stringify({
      dimensions: XYZ,
      layers: [
        {
          type: 'annotation',
          name: 'synapses',
          source: 'precomputed://gs://bucket/synapses',
          annotations: [],
        },
        { type: 'segmentation', name: 'cells', source: 'precomputed://gs://bucket/cells' },
        { type: 'annotation', name: 'notes', source: 'local://annotations', annotations: [] },
      ],
    }),
  );
  test.each([
    [
      'Synapses',
      'annotations that lie outside the view are not read: those of "synapses" at precomputed://gs://bucket/synapses. Annotation layers: "notes"',
    ],
    ['cells', '"cells" is of the type segmentation and holds no annotations'],
    ['other', 'there is no layer "other". Annotation layers: "notes"'],
    ['', 'no layer holds points: "notes" is empty; annotations that lie outside the view are not read'],
  ])('%j', (name, words) => expect(() => pointLayer(state, name)).toThrow(words));
});

describe('the same by another way', () => {
  const SI: Record<string, number> = { m: 1, mm: 1e-3, um: 1e-6, µm: 1e-6, nm: 1e-9, pm: 1e-12, cm: 1e-2 };
  const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)]!;
  const OTHER = ['t', 'c^', "v'", 'time', 'channel'];

  /** Any dimensions that hold x, y and z; sizes in metres beside them. */
  function anyDims(next: () => number, extra: readonly string[]) {
    const names = ['x', 'y', 'z', ...extra].sort(() => next() - 0.5);
    const metres: Record<string, number> = {};
    const dims = Object.fromEntries(
      names.map((name) => {
        if (extra.includes(name)) {
          metres[name] = 10 ** Math.floor(next() * 4 - 3);
          return [name, [metres[name], 's']];
        }
        const unit = pick(Object.keys(SI), next);
        const nm = Math.round(1 + next() * 900) / pick([1, 8, 10], next);
        metres[name] = nm * 1e-9;
        return [name, [metres[name]! / SI[unit]!, unit]];
      }),
    );
    return { names, metres, dims };
  }

  test('12,000 views: permutations, shears, shifts, units, more dimensions (seed 31)', () => {
    const next = random(31);
    const wrong: string[] = [];
    for (let i = 0; i < 12_000; i++) {
      const extra = OTHER.filter(() => next() < 0.2);
      const view = anyDims(next, next() < 0.5 ? extra : []);
      const output = anyDims(next, extra);
      const input = next() < 0.5 ? { ...anyDims(next, []), ...output } : output;
      const sizes = next() < 0.5 ? output.names.map(() => 10 ** Math.floor(next() * 3) * 1e-9) : null;
      const rank = output.names.length;
      const matrix = output.names.map((_name, row) =>
        Array.from({ length: rank + 1 }, (_none, column) =>
          column === rank
            ? Math.round(next() * 200 - 100)
            : row === column
              ? 1
              : next() < 0.3
                ? Math.round(next() * 8 - 4) / 4
                : 0,
        ),
      );
      const withMatrix = next() < 0.8;
      const point = output.names.map(() => Math.round(next() * 1e6) / 4);
      const transform = {
        outputDimensions: output.dims,
        ...(withMatrix ? { matrix } : {}),
        ...(sizes
          ? { inputDimensions: Object.fromEntries(sizes.map((size, k) => [String(k), [size, 'm']])) }
          : {}),
      };
      const { inView, nm } = read({ dimensions: view.dims as Dims, transform, points: [point] });
      // In metres and seconds, with a homogeneous vector.
      const physical = [...point.map((x, k) => x * (sizes ? sizes[k]! : input.metres[input.names[k]!]!)), 1];
      const expected = ['x', 'y', 'z'].map((axis) => {
        const row = output.names.indexOf(axis);
        if (!withMatrix) return physical[row]!;
        const shift = matrix[row]![rank]! * output.metres[axis]!;
        return physical.slice(0, rank).reduce((sum, x, k) => sum + matrix[row]![k]! * x, 0) + shift;
      });
      const scale = Math.max(1e-9, ...physical.slice(0, rank).map(Math.abs)) * 8;
      expected.forEach((metres, k) => {
        const step = view.metres[['x', 'y', 'z'][k]!]!;
        const errors = [nm![0]![k]! * 1e-9 - metres, inView[0]![k]! * step - metres].map(Math.abs);
        // Not by `expect`: 72,000 of them take 20 s.
        if (!(Math.max(...errors) <= scale * 1e-9)) wrong.push(`view ${i}: ${errors.join(', ')} m off`);
      });
    }
    expect(wrong).toEqual([]);
  });
});

/** Annotations of every shape, converted to x, y, z of the view. */
import { inAxes } from '../../src/neuroglancer/annotation-shapes';
import { annotationsOf } from '../../src/neuroglancer/annotations';
import { type DocumentInput, type Fields, makeFields, writeDocument } from '../../src/neuroglancer/document';
import { sceneState } from '../../src/neuroglancer/scene';
import { spaceOf } from '../../src/neuroglancer/space';
import { layersOf, readState } from '../../src/neuroglancer/state';

const XYZ = { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [4.5e-8, 'm'] };

/** A view with one layer "p". */
const viewOf = ({ transform, layer }: { transform: object; layer: object }): Fields =>
  readState(
    JSON.stringify({
      dimensions: XYZ,
      layers: [
        { type: 'annotation', name: 'p', source: { url: 'local://annotations', transform }, ...layer },
      ],
    }),
  );

describe('other shapes', () => {
  const shape = (annotation: DocumentInput, transform: object) => {
    const state = viewOf({ transform, layer: { annotations: [annotation] } });
    const [layer] = layersOf(state);
    return JSON.parse(writeDocument(inAxes(annotationsOf(layer!)[0]!, spaceOf(state, layer!))));
  };
  /** The layer counts z, x, y in steps of 90, 8 and 4 nm. */
  const PERMUTED = { outputDimensions: { z: [9e-8, 'm'], x: [8e-9, 'm'], y: [4e-9, 'm'] } };
  const SHEARED = {
    outputDimensions: XYZ,
    matrix: [
      [1, 0.5, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ],
  };
  const MIRRORED = {
    outputDimensions: XYZ,
    matrix: [
      [-1, 0, 0, 100],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ],
  };

  test.each([
    [
      { type: 'line', id: 'a', pointA: [1, 2, 3], pointB: [0, 0, 1] },
      { pointA: [4, 3, 2], pointB: [0, 1, 0] },
    ],
    [
      { type: 'axis_aligned_bounding_box', id: 'a', pointA: [1, 2, 3], pointB: [2, 4, 6] },
      { pointA: [4, 3, 2], pointB: [8, 6, 4] },
    ],
    [
      { type: 'ellipsoid', id: 'a', center: [1, 2, 3], radii: [1, 5, 6] },
      { center: [4, 3, 2], radii: [10, 6, 2] },
    ],
    [
      {
        type: 'polyline',
        id: 'a',
        points: [
          [1, 2, 3],
          [2, 4, 6],
        ],
      },
      {
        points: [
          [4, 3, 2],
          [8, 6, 4],
        ],
      },
    ],
  ])('%j', (annotation, moved) => expect(shape(annotation, PERMUTED)).toEqual({ ...annotation, ...moved }));

  test('a mirror turns no radius negative', () => {
    expect(
      shape({ type: 'ellipsoid', id: 'a', center: [1, 2, 3], radii: [4, 5, 6] }, MIRRORED),
    ).toMatchObject({
      center: [99, 2, 3],
      radii: [4, 5, 6],
    });
  });

  test('a line under a shear is a line; a box and an ellipsoid are refused', () => {
    expect(shape({ type: 'line', id: 'a', pointA: [0, 2, 0], pointB: [1, 0, 0] }, SHEARED)).toMatchObject({
      pointA: [1, 2, 0],
      pointB: [1, 0, 0],
    });
    const box = { type: 'axis_aligned_bounding_box', id: 'b7', pointA: [0, 0, 0], pointB: [1, 1, 1] };
    expect(() => shape(box, SHEARED)).toThrow('layer "p": the annotation "b7" is turned or sheared');
    const ball = { type: 'ellipsoid', id: 'e', center: [0, 0, 0], radii: [1, 1, 1] };
    expect(() => shape(ball, SHEARED)).toThrow('"e" is turned or sheared');
    expect(() => shape({ type: 'cloud', id: 'c' }, PERMUTED)).toThrow('is of the type "cloud"');
    expect(() => shape({ type: 'ellipsoid', id: 'r', center: [0, 0, 0] }, PERMUTED)).toThrow(
      'has not a radius',
    );
  });

  test('a link for the old viewer holds the coordinates of its view', () => {
    const [layer] = layersOf(
      viewOf({
        transform: PERMUTED,
        layer: {
          annotations: [
            { type: 'point', id: '1', point: [1, 2, 3] },
            {
              type: 'polyline',
              id: '2',
              points: [
                [1, 2, 3],
                [2, 4, 6],
              ],
            },
          ],
        },
      }),
    );
    const remote = makeFields({ type: 'annotation', name: 'far', source: 'precomputed://gs://bucket/a' });
    const state = sceneState({
      dialect: 'legacy',
      resolution: [4, 4, 45],
      image: null,
      segmentation: null,
      meshes: [],
      annotations: [layer!.fields, remote],
      position: null,
      zoom2d: null,
      zoom3d: null,
      angle3d: null,
      layout: '3d',
    });
    const [link, far] = JSON.parse(writeDocument(state)).layers;
    expect(link).toEqual({
      type: 'annotation',
      name: 'p',
      voxelSize: [4, 4, 45],
      annotations: [
        { type: 'point', id: '1', point: [4, 3, 2] },
        { type: 'line', id: '2-1', pointA: [4, 3, 2], pointB: [8, 6, 4] },
      ],
    });
    expect(far).toMatchObject({ source: 'precomputed://gs://bucket/a' });
  });
});

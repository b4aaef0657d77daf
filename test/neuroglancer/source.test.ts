/** Source strings, old and new spellings, and where their info file lies. */
import {
  forLegacyViewer,
  forModernViewer,
  graphTable,
  infoAddress,
  readSource,
  sameSource,
} from '../../src/neuroglancer/source';

test.each([
  ['precomputed://gs://b/p', 'precomputed', 'gs://b/p', 'https://storage.googleapis.com/b/p/info'],
  [
    'gs://b/p/|neuroglancer-precomputed:',
    'precomputed',
    'gs://b/p',
    'https://storage.googleapis.com/b/p/info',
  ],
  ['precomputed://https://h/p/mesh#type=mesh', 'precomputed', 'https://h/p/mesh', 'https://h/p/mesh/info'],
  ['https://h/p|neuroglancer-precomputed:#type=mesh', 'precomputed', 'https://h/p', 'https://h/p/info'],
  ['precomputed://s3://b/p', 'precomputed', 's3://b/p', 'https://s3.amazonaws.com/b/p/info'],
  ['precomputed://s3://https://h/b/p', 'precomputed', 's3://https://h/b/p', 'https://h/b/p/info'],
  ['nokura://b/p', '', 'nokura://b/p', 'https://c10s.pni.princeton.edu/b/p/info'],
  [
    'graphene://middleauth+https://h/segmentation/table/t/',
    'graphene',
    'https://h/segmentation/table/t',
    'https://h/segmentation/table/t/info',
  ],
  [
    'graphene://https://h/segmentation/1.0/t',
    'graphene',
    'https://h/segmentation/1.0/t',
    'https://h/segmentation/table/t/info',
  ],
  [
    'precomputed://gs://b/a b|c',
    'precomputed',
    'gs://b/a b|c',
    'https://storage.googleapis.com/b/a%20b%7Cc/info',
  ],
  ['precomputed://gs://b/../other/p', 'precomputed', 'gs://b/../other/p', ''],
  ['precomputed://s3://b/p/..', 'precomputed', 's3://b/p/..', ''],
  ['precomputed://https://h/./p', 'precomputed', 'https://h/./p', ''],
  [
    'precomputed://gs://b/..p/.x',
    'precomputed',
    'gs://b/..p/.x',
    'https://storage.googleapis.com/b/..p/.x/info',
  ],
  ['zarr://gs://b/p', 'zarr', 'gs://b/p', ''],
  ['s3://b/p|zarr3:', 'zarr', 's3://b/p', ''],
  [
    'brainmaps://772153499790:fafb_v14:fafb_v14_clahe',
    'brainmaps',
    '772153499790:fafb_v14:fafb_v14_clahe',
    '',
  ],
  ['local://annotations', '', 'local://annotations', ''],
])('%s', (text, format, store, info) => {
  const source = readSource(text);
  expect({ format: source.format, store: source.store, info: infoAddress(source) }).toEqual({
    format,
    store,
    info,
  });
});

test('spellings of the same data', () => {
  expect(sameSource('precomputed://gs://b/p/', 'gs://b/p|neuroglancer-precomputed:')).toBe(true);
  expect(
    sameSource(
      'graphene://https://h/segmentation/1.0/t',
      'graphene://middleauth+https://h/segmentation/table/t/',
    ),
  ).toBe(true);
  expect(sameSource('precomputed://gs://b/p', 'precomputed://gs://b/q')).toBe(false);
});

test('a graph is known by its table', () => {
  expect(graphTable(readSource('graphene://https://h/segmentation/1.0/fly_v31'))).toBe('fly_v31');
  expect(graphTable(readSource('precomputed://gs://b/fly_v31'))).toBe('');
});

test.each([
  ['graphene://https://h/segmentation/1.0/t', 'graphene://middleauth+https://h/segmentation/table/t'],
  [
    'graphene://middleauth+https://h/segmentation/table/t',
    'graphene://middleauth+https://h/segmentation/table/t',
  ],
  ['precomputed://gs://b/p', 'precomputed://gs://b/p'],
  ['gs://b/p|neuroglancer-precomputed:', 'gs://b/p|neuroglancer-precomputed:'],
  [
    'precomputed://https://h/skeletoncache/api/v1/d/precomputed/skeleton',
    'precomputed://middleauth+https://h/skeletoncache/api/v1/d/precomputed/skeleton',
  ],
])('%s for a modern viewer', (text, modern) => expect(forModernViewer(text)).toBe(modern));

test.each([
  ['graphene://middleauth+https://h/segmentation/table/t', 'graphene://https://h/segmentation/table/t'],
  ['gs://b/p/|neuroglancer-precomputed:', 'precomputed://gs://b/p'],
  ['https://h/p|neuroglancer-precomputed:#type=mesh', 'precomputed://https://h/p#type=mesh'],
  ['local://annotations', 'local://annotations'],
])('%s for the old viewer', (text, legacy) => expect(forLegacyViewer(text)).toBe(legacy));

/** What is done to a new mesh is told while it is done: each part that can take over a second says how far it is. */
import { faceCount } from '../../../src/geometry/mesh/mesh';
import { processMesh } from '../../../src/tools/heavy/process-mesh';
import { bumpySphere } from '../../../workbench/geometry/meshes';
import { filesOf, heavyBench } from './support';

const SPHERE = bumpySphere(1000, 24);

test.each<[string, Record<string, string | number>]>([
  ['voxels', { voxel: '5000,5000,5000' }],
  ['dilation by voxels', { voxel: '5000,5000,5000', dilate: 30_000 }],
  ['smoothing', { smooth: 40 }],
])('%s: its progress is told, and rises', (_name, args) => {
  const steps: [number, number, string][] = [];
  processMesh(SPHERE, args, { kernels: {}, progress: (...step) => void steps.push(step) });
  const phases = new Set(steps.map(([, , words]) => words));
  expect(phases.size).toBeGreaterThan(0);
  for (const phase of phases) {
    const counts = steps.filter(([, , words]) => words === phase);
    expect(counts.map(([done]) => done)).toEqual(counts.map(([done]) => done).sort((a, b) => a - b));
    for (const [done, total] of counts) expect(done).toBeLessThanOrEqual(total);
  }
});

test('nothing asked: the mesh as it is, and no progress', () => {
  const progress = () => {
    throw new Error('nothing is done');
  };
  expect(processMesh(SPHERE, {}, { kernels: {}, progress })).toBe(SPHERE);
  expect(faceCount(SPHERE)).toBeGreaterThan(100);
});

test.each([
  ['gs://tracer-volumes/tests/obj', 'gs://tracer-volumes/tests/obj'],
  ['nokura://tracer-volumes/tests/obj', 'https://c10s.pni.princeton.edu/tracer-volumes/tests/obj'],
  ['s3://tracer-volumes/tests/obj', 'https://s3.amazonaws.com/tracer-volumes/tests/obj'],
])('a mesh file on %s: its source, its address, and who can read it', async (destination, source) => {
  const cave = await heavyBench();
  for (const host of ['c10s.pni.princeton.edu', 's3.amazonaws.com'])
    cave.sandbox.stores.bucket(host, 'tracer-volumes');
  const { report } = filesOf(cave, 'make_bucket_volume_from_obj', {
    mesh: `base64:${Buffer.from('v 0 0 0\nv 6000 0 0\nv 0 6000 0\nv 0 0 6000\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n').toString('base64')}`,
    destination,
  });
  const told = new Map(report.map(([name, value]) => [name, value]));
  expect(told.get('source')).toBe(`${source}/|neuroglancer-precomputed:`);
  expect(String(told.get('public_address'))).toMatch(/^https:\/\/.*\/tracer-volumes\/tests\/obj$/);
  expect(told.get('anyone_can_read')).toMatch(/^(?:yes|no)$/);
});

/**
 * What every function of the family that puts something on a bucket reports: its https address, its source for
 * Neuroglancer where it is a volume, and whether anybody can read it, tried without credentials.
 */
import type { HttpRequest } from '../../../../src/http/request';
import { type BucketBench, bucketBench } from './support';

const HOSTS = { gs: 'https://storage.googleapis.com', nokura: 'https://c10s.pni.princeton.edu' };

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
  for (const host of Object.values(bench.hosts))
    bench.stores.bucket(host, 'open', { open: true, listed: true });
  for (const root of ['gs://lab', 'gs://open', 'nokura://open']) {
    for (const name of ['vol/info', 'vol/mesh/1:0 ü', 'x.csv']) bench.put(`${root}/a/${name}`);
  }
  bench.save('x.csv', 'x');
  bench.save('vol/info', '{}');
});
afterEach(() => bench.close());

const CALLS: [string, (root: string) => Record<string, unknown>, name: string, isVolume: boolean][] = [
  [
    'bucket_copy_folder',
    (root) => ({ folder_path: `${root}/a/vol`, new_folder_path: `${root}/b/v` }),
    'b/v',
    true,
  ],
  [
    'bucket_copy_folder',
    (root) => ({ folder_path: `${root}/a/vol/mesh`, new_folder_path: `${root}/b` }),
    'b',
    false,
  ],
  [
    'bucket_move_file',
    (root) => ({ file_path: `${root}/a/x.csv`, new_folder_path: `${root}/b` }),
    'b/x.csv',
    false,
  ],
  [
    'bucket_move_file',
    (root) => ({ file_path: 'x.csv', new_folder_path: `${root}/b 1` }),
    'b%201/x.csv',
    false,
  ],
  ['bucket_rename_file', (root) => ({ file_path: `${root}/a/x.csv`, new_name: 'y' }), 'a/y', false],
  ['bucket_upload_file', (root) => ({ local_path: 'x.csv', bucket_path: `${root}/b` }), 'b/x.csv', false],
  [
    'bucket_upload_file',
    (root) => ({ local_path: 'base64:eA==', bucket_path: `${root}/b`, name: 'x' }),
    'b/x',
    false,
  ],
  ['bucket_upload_folder', (root) => ({ local_path: 'vol', bucket_path: `${root}/up` }), 'up', true],
];
const WORLDS = [
  ['gs://lab', HOSTS.gs, 'no'],
  ['gs://open', HOSTS.gs, 'yes'],
  ['nokura://open', HOSTS.nokura, 'yes'],
] as const;

test.each(WORLDS)('on %s', (root, host, anyone) => {
  for (const [tool, argsOf, name, isVolume] of CALLS) {
    bench.sent.splice(0);
    const [row] = bench.rows(tool, argsOf(root));
    const address = `${host}/${root.replace(/^.*:\/\//, '')}/${name}`;
    const source = root.startsWith('gs') ? `${root}/${name}` : address;
    expect([tool, row]).toEqual([
      tool,
      {
        ...row,
        public_address: address,
        viewer_source: isVolume ? `${source}/|neuroglancer-precomputed:` : '',
        anyone_can_read: anyone,
      },
    ]);
    const trial = bench.sent.at(-1) as HttpRequest;
    expect([tool, trial.method, trial.signFor, trial.url.startsWith(address)]).toEqual([
      tool,
      'GET',
      undefined,
      true,
    ]);
    // The calls after it find the file again.
    bench.put(`${root}/a/x.csv`);
    bench.save('x.csv', 'x');
    bench.stores
      .bucket(root.startsWith('gs') ? bench.hosts.gs! : bench.hosts.nokura!, root.split('/')[2]!)
      .delete(decodeURIComponent(name));
  }
});

test('a store that does not answer the trial is not called closed or open', () => {
  bench.intercept = (request, send) => {
    const isTrial = request.signFor === undefined && request.headers?.range === 'bytes=0-0';
    return isTrial ? { status: 500, headers: {}, text: () => '', bytes: () => new Uint8Array(0) } : send();
  };
  const [row] = bench.rows('bucket_rename_file', { file_path: 'gs://open/a/x.csv', new_name: 'y' });
  expect(row!.anyone_can_read).toBe('not known: the store did not answer');
});

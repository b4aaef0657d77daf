/**
 * Hostile paths through the companion's routes, on real workers: a bucket in which it may write and delete, one in
 * which it may not, and a store without keys.
 */
import type { Stores } from '@tracer-tools/cave/stores';
import { casesOf } from '../../workbench/long';
import {
  HOSTILE_ADDRESSES,
  HOSTILE_CALLS,
  LOCAL_PATHS,
  NEW_NAMES,
  OBJECT_NAMES,
} from '../support/hostile-paths';
import { VictimObjects, wrongChanges } from '../support/victim-objects';
import { BANC, type Local, type LocalCave, localCave, localService } from './support/service';

let cave: LocalCave;
let local: Local;
let victims: VictimObjects;
let headers: Record<string, string>;
const googleBucket = (): ReturnType<Stores['bucket']> =>
  cave.cave.stores.bucket('storage.googleapis.com', 'lab');

beforeAll(async () => {
  cave = await localCave();
  local = await localService(cave.origin, {
    storageToken: cave.cave.storageToken,
    rules: {
      writeBuckets: ['lab'],
      deleteBuckets: ['lab'],
      storageHosts: ['storage.googleapis.com', 'c10s.pni.princeton.edu'],
    },
    limits: { perPerson: 8 },
  });
  victims = new VictimObjects(cave.cave.stores);
  headers = await local.headers(undefined, cave.cave.token);
});
beforeEach(() => victims.restore());
afterAll(async () => {
  await local?.close();
  await cave?.close();
});

interface Answer {
  status: number;
  code: string;
  text: string;
  files: { path: string; base64: string }[];
}

async function ask(tool: string, args: Record<string, unknown>): Promise<Answer> {
  const body = { server: cave.origin, datastack: BANC, args };
  const { status, text, body: json } = await local.ask(`/v1/tools/${tool}`, { headers, body });
  const { error, files = [] } = json as { error?: { code: string }; files?: Answer['files'] };
  return { status, code: error?.code ?? '', text, files };
}

/** Each address meets some of the functions in npm test, and all of them in npm run test:long. */
const EVERY = casesOf(30, 1);
const state = JSON.stringify({
  dimensions: { x: [4e-9, 'm'], y: [4e-9, 'm'], z: [45e-9, 'm'] },
  layers: [
    {
      type: 'annotation',
      name: 'one',
      source: 'local://annotations',
      annotations: [0, 1, 2, 3, 4].map((n) => ({
        type: 'point',
        id: `${n}`,
        point: [n === 1 ? 50 : 0, n === 2 ? 50 : 0, n === 3 ? 50 : 0],
      })),
    },
  ],
});
const CALLS: [name: string, args: (address: string) => Record<string, unknown>, to: readonly string[]][] = [
  ...HOSTILE_CALLS.map(([name, args]): (typeof CALLS)[number] => [
    name,
    (address) => {
      const given = args(address);
      return given.local_path === 'safe/x'
        ? { ...given, local_path: `base64:${btoa('up')}`, name: 'up' }
        : given;
    },
    ['gs://lab/safe/x'],
  ]),
  ['bucket_list', (path) => ({ path }), []],
  ['bucket_list', (path) => ({ path, recursive: true }), []],
  ['get_seg_mesh', (mesh) => ({ mesh, format: 'ply' }), []],
  ['make_volume_mesh_from_state_file', (destination) => ({ state, destination }), []],
];

test.each(CALLS.map((call, n) => [...call, n] as const))(
  '%s changes nothing that the address does not name, %#',
  async (name, args, to, n) => {
    for (const address of HOSTILE_ADDRESSES.filter((_address, i) => (i + n) % EVERY === 0)) {
      const before = victims.all();
      const { status, code } = await ask(name, args(address));
      const after = victims.all();
      expect([address, wrongChanges(address, before, after, to)]).toEqual([address, []]);
      // The other bucket and the store without keys are unchanged.
      const beside = [...after].filter(([object]) => !object.startsWith('gs://lab/'));
      expect([address, beside]).toEqual([
        address,
        [...before].filter(([object]) => !object.startsWith('gs://lab/')),
      ]);
      const expected = status === 200 ? '' : expect.stringMatching(/^(?:INPUT|NONE|PERMISSION|UNKNOWN)$/);
      expect([address, status, code]).toEqual([address, status, expected]);
      if (after.size !== before.size) victims.restore();
    }
  },
);

test('no path of a computer reaches the companion’s own disk, in any place of any function', async () => {
  const places: [string, (path: string) => Record<string, unknown>][] = [
    ['bucket_upload_file', (local_path) => ({ local_path, bucket_path: 'gs://lab/safe' })],
    ['bucket_copy_folder', (folder_path) => ({ folder_path, new_folder_path: 'gs://lab/safe' })],
    ['bucket_copy_folder', (new_folder_path) => ({ folder_path: 'gs://lab/safe', new_folder_path })],
    ['bucket_download_file', (download_path) => ({ bucket_path: 'gs://lab/safe/x', download_path })],
    ['bucket_download_folder', (bucket_path) => ({ bucket_path })],
    ['bucket_delete_file', (file_path) => ({ file_path })],
    ['bucket_list', (path) => ({ path })],
    ['get_seg_mesh', (mesh) => ({ mesh, format: 'ply' })],
  ];
  const before = victims.all();
  for (const [name, args] of places) {
    for (const path of LOCAL_PATHS) {
      const { code, text } = await ask(name, args(path));
      expect([name, path, code, text.includes('root:')]).toEqual([name, path, 'INPUT', false]);
    }
  }
  expect(victims.all()).toEqual(before);
});

test('a new name is never a way out', async () => {
  for (const new_name of NEW_NAMES) {
    const { code } = await ask('bucket_rename_file', { file_path: 'gs://lab/safe/x', new_name });
    if (code === '') expect(new_name.trim()).toMatch(/^[^/\\?#%\n]+$/);
    else expect([new_name, code]).toEqual([new_name, 'INPUT']);
    expect([...victims.all().keys()].filter((object) => !object.startsWith('gs://lab/safe/'))).toHaveLength(
      18,
    );
    victims.restore();
  }
});

test('names that nobody typed are handed over, copied and deleted under these names alone', async () => {
  // Cloud Storage itself has no line breaks in names.
  const names = Object.values(OBJECT_NAMES)
    .flat()
    .filter((name) => !/[\r\n]/.test(name));
  for (const name of names) googleBucket().put(`v/${name}`, new Uint8Array(Buffer.from('hostile')));
  const before = victims.all();
  const { files } = await ask('bucket_download_folder', { bucket_path: 'gs://lab/v' });
  // Folder markers are empty; these objects have content and are files.
  expect(files.map(({ path }) => path).sort()).toEqual([...names].sort());
  const copied = await ask('bucket_copy_folder', {
    folder_path: 'gs://lab/v',
    new_folder_path: 'gs://lab/w',
  });
  expect(copied.status).toBe(200);
  const after = victims.all();
  const added = [...after.keys()].filter((object) => !before.has(object)).sort();
  expect(added).toEqual(names.map((name) => `gs://lab/w/${name}`).sort());
  await ask('bucket_delete_folder', { folder_path: 'gs://lab/v', folder_name: 'v' });
  const kept = victims.all();
  for (const [object, bytes] of after) {
    expect([object, kept.get(object)]).toEqual([
      object,
      object.startsWith('gs://lab/v/') ? undefined : bytes,
    ]);
  }
});

test.each(['/v1/tools/', '/v1/jobs/', '/volumes/', '/'])(
  'hostile words in the address of a route: %s',
  async (route) => {
    const words = [
      '../healthz',
      '..%2f..%2fetc%2fpasswd',
      '%2e%2e/x',
      '%00',
      '%',
      '%zz',
      '__proto__',
      'constructor',
      '.',
      '//x',
      'x/../../y',
      'bucket_list%00',
      'BUCKET_LIST',
      ' bucket_list',
      '%F0%9F',
    ];
    const before = victims.all();
    for (const word of words) {
      const reply = await local.ask(`${route}${word}`, { headers, body: {} });
      expect([word, reply.status]).toEqual([word, expect.any(Number)]);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      expect(reply.text).not.toMatch(/root:|at \w+ \(|node_modules/);
    }
    expect(victims.all()).toEqual(before);
  },
);

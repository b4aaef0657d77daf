/** Hostile paths through the built bundle: the sidebar's work on stores, its raw requests, and TT_BUCKET_LIST in cells. */
import { ChosenFiles } from '../../sidebar/stores/chosen-files';
import { runHere } from '../../sidebar/stores/driver';
import { bucketWork, isBucketWork } from '../../sidebar/stores/tools';
import { planUpload } from '../../sidebar/stores/upload';
import { filesToSave, zipWork } from '../../sidebar/stores/zip-download';
import type { StoreReply, StoreRequest } from '../../src/addon/interfaces/files-api';
import { asTtError } from '../../src/core/errors';
import type { Work } from '../../src/http/work';
import { storeLocation } from '../../src/volumes/places/locate';
import { runPlan } from '../../src/volumes/transfer/run-plan';
import { type Workbench, workbench } from '../../workbench/addon/workbench';
import { casesOf, LONG } from '../../workbench/long';
import {
  HOSTILE_ADDRESSES,
  HOSTILE_CALLS,
  LOCAL_PATHS,
  NEW_NAMES,
  OBJECT_NAMES,
} from '../support/hostile-paths';
import { VictimObjects, wrongChanges } from '../support/victim-objects';

const HOSTS = ['storage.googleapis.com', 'c10s.pni.princeton.edu', 's3-hpcrc.rc.princeton.edu'];
let bench: Workbench;
let victims: VictimObjects;
beforeAll(() => {
  bench = workbench({ stores: true, cloudStorage: true });
  victims = new VictimObjects(bench.cave.stores);
  bench.call('saveStoreKeys', [{ name: 'nokura', ...bench.cave.s3Keys }]);
  bench.call('saveStoreKeys', [{ name: 'ourlab', host: HOSTS[2]!, ...bench.cave.s3Keys }]);
});
beforeEach(() => victims.restore());

const send = async (requests: StoreRequest[]): Promise<StoreReply[]> =>
  bench.call('storeSend', [requests]) as StoreReply[];
const run = <T>(work: Work<T>, more = {}): Promise<T> =>
  runHere(work, { send, sleep: async () => undefined, ...more });
const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return '';
  } catch (error) {
    return asTtError(error).code;
  }
};
const quiet = () => undefined;
const ALIASES = { ourlab: HOSTS[2]! };
const FILE = { path: 'x', file: new Blob(['up']) };

/** Each address meets some of the functions in npm test, and all of them in npm run test:long. */
const EVERY = casesOf(40, 1);
const CALLS: [what: string, (address: string) => Promise<unknown>][] = [
  ...HOSTILE_CALLS.flatMap(([name, args]): typeof CALLS => {
    if (!isBucketWork(name)) return [];
    const call = (address: string) => {
      const given = args(address);
      const upload = name === 'bucket_upload_file' ? { local_path: `base64:${btoa('up')}`, name: 'up' } : {};
      return run(bucketWork(name, { ...given, ...upload } as Record<string, string>, ALIASES, quiet));
    };
    return [[name, call]];
  }),
  [
    'files dropped',
    async (address) => {
      const chosen = new ChosenFiles([FILE]);
      const plan = await run(planUpload(chosen, storeLocation(address, 'to', { aliases: ALIASES })), {
        chosen,
      });
      return run(runPlan(plan, { progress: quiet }), { chosen });
    },
  ],
];

test.each(CALLS.map((call, n) => [...call, n] as const))(
  '%s changes nothing that the address does not name, %#',
  async (_name, call, n) => {
    for (const address of HOSTILE_ADDRESSES.filter((_address, i) => (i + n) % EVERY === 0)) {
      const before = victims.all();
      const sent = bench.host.sent.length;
      const code = await codeOf(() => call(address));
      const after = victims.all();
      const to = ['gs://lab/safe/x', 'gs://other/new', 'gs://other/safe'];
      expect([address, code, wrongChanges(address, before, after, to)]).toEqual([
        address,
        expect.stringMatching(/^(?:|INPUT|NONE|PERMISSION)$/),
        [],
      ]);
      for (const { url } of bench.host.sent.slice(sent)) expect(HOSTS).toContain(new URL(url).host);
      if (after.size !== before.size) victims.restore();
    }
  },
);

test('TT_BUCKET_LIST in a cell: a hostile address is refused, or lists the bucket that it shows', () => {
  for (const address of HOSTILE_ADDRESSES.filter((_address, i) => i % (2 * EVERY) === 0)) {
    const sent = bench.host.sent.length;
    const text = address.replace(/"/g, '""');
    bench.grid.clear({ row: 10, column: 1, rows: 20, columns: 8 }, { contents: true });
    const shown = String(bench.formula(10, 1, `=TT_BUCKET_LIST("${text}")`));
    expect([address, shown]).toEqual([
      address,
      expect.stringMatching(/^(?:name$|#TT (?:INPUT|NONE|PERMISSION))/),
    ]);
    for (const { url } of bench.host.sent.slice(sent)) {
      const { host, pathname } = new URL(url);
      expect(HOSTS).toContain(host);
      expect(pathname).toMatch(/^\/(?:storage\/v1\/b\/)?lab(?:\/|$)/);
    }
  }
  for (const path of LOCAL_PATHS) {
    const text = path.replace(/"/g, '""');
    expect([path, String(bench.formula(40, 1, `=TT_BUCKET_LIST("${text}")`))]).toEqual([
      path,
      expect.stringMatching(/^#TT INPUT/),
    ]);
  }
});

test('no path of a computer is a place in the sidebar, nor a new name a way out', async () => {
  const before = victims.all();
  for (const path of LOCAL_PATHS) {
    const pair = (folder_path: string, new_folder_path: string) => ({ folder_path, new_folder_path });
    for (const args of [pair(path, 'gs://lab/new'), pair('gs://lab/safe', path)]) {
      expect([path, await codeOf(() => run(bucketWork('bucket_copy_folder', args, ALIASES, quiet)))]).toEqual(
        [path, 'INPUT'],
      );
    }
  }
  for (const new_name of NEW_NAMES) {
    const args = { file_path: 'gs://lab/safe/x', new_name };
    const code = await codeOf(() => run(bucketWork('bucket_rename_file', args, ALIASES, quiet)));
    if (code !== '') expect([new_name, code]).toEqual([new_name, 'INPUT']);
    else {
      expect(new_name.trim()).toMatch(/^[^/\\?#%\n]+$/);
      victims.restore();
    }
  }
  expect(victims.all()).toEqual(before);
});

/** Cloud Storage has no line breaks in names. Apps Script sends addresses of 2,082 characters at most. */
const OBJECTS = Object.values(OBJECT_NAMES)
  .flat()
  .filter((name, n) => !/[\r\n]/.test(name) && (n % casesOf(3, 1) === 0 || name.length > 900));
const isLong = (name: string) => encodeURIComponent(name).length > 900;

test('names that nobody typed lead out of no zip', async () => {
  const bucket = bench.cave.stores.bucket(HOSTS[0]!, 'lab');
  for (const name of OBJECTS) bucket.put(`v/${name}`, new Uint8Array(Buffer.from('hostile')));
  const at = storeLocation('gs://lab/v', 'path');
  const wanted = await run(filesToSave([{ at, info: null }]));
  const parts: Uint8Array[] = [];
  const { files, failed } = await run(zipWork(wanted, (part) => parts.push(part), quiet));
  // Two slashes, each three characters when encoded: the address is too long for Apps Script.
  expect(failed.map(({ name }) => name)).toEqual(
    OBJECTS.filter((name) => /^(?:a\/){500}$/.test(name)).map((name) => `v/${name}`),
  );
  expect(failed[0]!.why).toMatch(/the name is too long to be sent from here/);
  expect(files).toBe(OBJECTS.length - failed.length);
  const paths = zipPaths(Buffer.concat(parts));
  expect(paths).toHaveLength(files);
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(files);
  for (const path of paths) {
    expect(path).not.toMatch(/\\|\p{Cc}/u);
    expect(path.split('/').every((part) => !/^\.*$/.test(part))).toBe(true);
  }
});

/** Names in the central directory, as unpackers read it. */
function zipPaths(zip: Buffer): string[] {
  const found: string[] = [];
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; ) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    found.push(zip.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
    if (zip.readUInt32LE(at) !== 0x02014b50) break;
  }
  return found;
}

test('names that nobody typed are copied and deleted under these names alone', async () => {
  const bucket = bench.cave.stores.bucket(HOSTS[0]!, 'lab');
  for (const name of OBJECTS) bucket.put(`v/${name}`, new Uint8Array(Buffer.from('hostile')));
  const before = victims.all();
  const copy = { folder_path: 'gs://lab/v', new_folder_path: 'gs://other/w' };
  const { report } = await run(bucketWork('bucket_copy_folder', copy, ALIASES, quiet));
  // Two names in one address.
  const short = OBJECTS.filter((name) => !isLong(name));
  expect(report.slice(2)).toHaveLength(OBJECTS.length - short.length);
  const after = victims.all();
  const added = [...after.keys()].filter((object) => !before.has(object)).sort();
  expect(added).toEqual(short.map((name) => `gs://other/w/${name}`).sort());
  await run(
    bucketWork('bucket_delete_folder', { folder_path: 'gs://lab/v', folder_name: 'v' }, ALIASES, quiet),
  );
  const kept = [...after].filter(([object]) => !object.startsWith('gs://lab/v/'));
  expect([...victims.all()]).toEqual(kept);
});

test('requests of a page that was tampered with reach stores of this user alone', () => {
  const urls = [
    'https://storage.googleapis.com.evil.example/lab/x',
    'https://evil.example/storage.googleapis.com',
    'https://storage.googleapis.com@evil.example/',
    'https://storage.googleapis.com:8443/lab/x',
    'https://storage.googleapis.com\\@evil.example/lab/x',
    'https://storage.googleapis.com./lab/x',
    'https://STORAGE.googleapis.com.evil.example/',
    'http://c10s.pni.princeton.edu/lab/x',
    'https://c10s.pni.princeton.edu.evil.example/lab/x',
    'https://u:p@c10s.pni.princeton.edu/lab/x',
    '//evil.example/lab/x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://127.0.0.1/lab/x',
    'https://[::1]/lab/x',
    'https://metadata.google.internal/computeMetadata/v1/',
    'https://global.daf-apis.com/auth/api/v1/user/token',
    'https://accounts.google.com/o/oauth2/token',
    'https://sheets.googleapis.com/v4/spreadsheets/x',
    'https://www.googleapis.com/drive/v3/files',
    '',
    ' https://storage.googleapis.com/lab/x\nhost: evil.example',
  ];
  const before = victims.all();
  const sent = bench.host.sent.length;
  for (const url of urls) {
    for (const signFor of ['gcs', 's3', undefined] as const) {
      for (const method of LONG || signFor === 'gcs'
        ? (['GET', 'PUT', 'DELETE'] as const)
        : (['GET'] as const)) {
        const request = { method, url, route: 'x', ...(signFor ? { signFor } : {}) };
        expect([url, bench.attempt('storeSend', [[request]])]).toMatchObject([
          url,
          { ok: false, error: { code: expect.stringMatching(/^(?:INPUT|PERMISSION)$/) } },
        ]);
      }
    }
  }
  expect(bench.host.sent).toHaveLength(sent);
  expect(victims.all()).toEqual(before);
});

/** The Files panel's work through the built bundle, without a companion: the person's own credentials, in pieces, to the end. */
import { createCipheriv, createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Kill } from '@tracer-tools/apps-script';
import { CallFailure } from '../../sidebar/call-failure';
import { ChosenFiles } from '../../sidebar/stores/chosen-files';
import { RunControl } from '../../sidebar/stores/control';
import { download } from '../../sidebar/stores/download';
import { type PageRun, runHere } from '../../sidebar/stores/driver';
import { bucketWork } from '../../sidebar/stores/tools';
import { planUpload } from '../../sidebar/stores/upload';
import type { StoreReply, StoreRequest } from '../../src/addon/interfaces/files-api';
import { asTtError } from '../../src/core/errors';
import type { Work } from '../../src/http/work';
import { listPage } from '../../src/volumes/places/list-bucket';
import { storeLocation } from '../../src/volumes/places/locate';
import { readStoreAddress } from '../../src/volumes/store/address';
import { planCopy } from '../../src/volumes/transfer/folder-plan';
import { moveFolder } from '../../src/volumes/transfer/move-folder';
import { runPlan } from '../../src/volumes/transfer/run-plan';
import { EDITOR, OWNER, type Workbench, workbench } from '../../workbench/addon/workbench';
import { LONG } from '../../workbench/long';

const GOOGLE = 'storage.googleapis.com';
const NOKURA = 'c10s.pni.princeton.edu';
const MB = 1024 * 1024;
let bench: Workbench;
let keys: { accessKey: string; secret: string };

beforeAll(() => {
  bench = workbench({ stores: true, cloudStorage: true });
  keys = bench.cave.s3Keys;
  for (const host of [GOOGLE, NOKURA]) bench.cave.stores.bucket(host, 'our-lab', { open: false });
  bench.call('saveStoreKeys', [{ name: 'nokura', ...keys }]);
});

afterEach(() => {
  bench.host.hooks.beforeRequest = undefined;
});

/** As the page's `call` does it. */
const sender =
  (user = OWNER) =>
  async (requests: StoreRequest[]): Promise<StoreReply[]> => {
    const answer = bench.attempt('storeSend', [requests], user);
    if ('killed' in answer) throw new CallFailure({ code: 'DOWN', message: answer.killed, transient: true });
    if (!answer.ok) throw new CallFailure(answer.error);
    return answer.value as StoreReply[];
  };

const run = <T>(work: Work<T>, more: Partial<PageRun> = {}): Promise<T> =>
  runHere(work, { send: sender(), sleep: async () => undefined, ...more });
const quiet = () => undefined;
const failure = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    const { code, message, link } = asTtError(error);
    return { code, message, link };
  }
  throw new Error('it was not refused');
};
const stored = (root: string, name: string) =>
  bench.cave.stores.bucket(root.startsWith('gs') ? GOOGLE : NOKURA, 'our-lab').get(name);
const put = (root: string, name: string, bytes: Uint8Array, more = {}) =>
  bench.cave.stores.bucket(root.startsWith('gs') ? GOOGLE : NOKURA, 'our-lab').put(name, bytes, more);
/** Without a pattern: a number for each byte would take longer than the upload. */
const bytesOf = (size: number, seed: number) =>
  new Uint8Array(
    createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(size)),
  );
const file = (path: string, bytes: Uint8Array) => ({
  path,
  file: new Blob([bytes as Uint8Array<ArrayBuffer>]),
});

describe.each(['gs://our-lab', 'nokura://our-lab'])('%s', (root) => {
  // Each piece crosses the stand-in's boundary several times: S3's, which are hashed there, in npm run test:long.
  const whole = root.startsWith('gs') || LONG ? 12 : 6;
  test('12 MB in pieces, the execution killed in the middle: whole, with its sum, and no second copy', async () => {
    const bytes = bytesOf(whole * MB, 5);
    const chosen = new ChosenFiles([file('scan/big.bin', bytes), file('scan/empty.txt', new Uint8Array(0))]);
    const to = storeLocation(`${root}/up`, 'to');
    let pieces = 0;
    bench.host.hooks.beforeRequest = ({ method, body }) => {
      if (method !== 'PUT' || body.length < MB) return;
      pieces += 1;
      if (pieces === 2) throw new Kill('killed by the test', false);
    };
    const plan = await run(planUpload(chosen, to), { chosenFiles: chosen });
    expect(plan.items.map(({ to: name }) => name)).toEqual(['up/scan/big.bin', 'up/scan/empty.txt']);
    const done = await run(runPlan(plan, { progress: quiet }), { chosenFiles: chosen });
    expect(done).toMatchObject({ done: 2, failed: [] });
    expect(pieces).toBeGreaterThanOrEqual(whole === 12 ? 4 : 3);
    const object = stored(root, 'up/scan/big.bin')!;
    expect(sha(object.contents.whole()!)).toBe(sha(bytes));
    const again = await run(planUpload(chosen, to), { chosenFiles: chosen });
    expect(again.items).toEqual([]);
    expect(again.same).toHaveLength(2);
  });

  test('stopped in the middle of a file: nothing under its name, nothing left behind', async () => {
    const chosen = new ChosenFiles([file('half.bin', bytesOf(6 * MB, 6))]);
    const control = new RunControl();
    bench.host.hooks.beforeRequest = ({ method, body }) => {
      if (method === 'PUT' && body.length > MB) control.stop();
    };
    const to = storeLocation(`${root}/up`, 'to');
    const plan = await run(planUpload(chosen, to), { chosenFiles: chosen });
    const stopped = await failure(run(runPlan(plan, { progress: quiet }), { chosenFiles: chosen, control }));
    expect(stopped.code).toBe('PENDING');
    expect(stored(root, 'up/half.bin')).toBeNull();
    expect(await run(to.store.unfinished('up/'))).toEqual([]);
  });

  test('lists, copies, moves, renames and deletes', async () => {
    put(root, 'v/info', Uint8Array.of(1));
    put(root, 'v/mesh/1:0', Uint8Array.of(2, 3));
    put(root, 'v/=SUM(1)', Uint8Array.of(4));
    put(root, 'v/<img src=x onerror=alert(1)>', Uint8Array.of(5));
    const page = await run(listPage(readStoreAddress(root), 'v/', ''));
    expect(page.folders).toEqual(['v/mesh/']);
    expect(page.objects.map(({ name }) => name)).toEqual([
      'v/<img src=x onerror=alert(1)>',
      'v/=SUM(1)',
      'v/info',
    ]);
    const tool = (name: Parameters<typeof bucketWork>[0], args: Record<string, string | boolean>) =>
      run(bucketWork(name, args, {}, quiet));
    const copied = await tool('bucket_copy_folder', {
      folder_path: `${root}/v`,
      new_folder_path: `${root}/w`,
    });
    expect(copied.report[1]!.slice(0, 2)).toEqual([`${root}/w`, 4]);
    await tool('bucket_rename_file', { file_path: `${root}/w/info`, new_name: 'info.json' });
    await tool('bucket_move_file', { file_path: `${root}/w/info.json`, new_folder_path: `${root}/x` });
    expect(stored(root, 'w/info')).toBeNull();
    expect(stored(root, 'x/info.json')!.contents.whole()).toEqual(Uint8Array.of(1));
    const plan = await run(planCopy(storeLocation(`${root}/w`, ''), storeLocation(`${root}/y`, '')));
    expect(await run(moveFolder(plan, quiet))).toMatchObject({ deleted: 3, kept: [] });
    expect(stored(root, 'y/mesh/1:0')).not.toBeNull();
    expect(stored(root, 'w/mesh/1:0')).toBeNull();
    const wrong = await failure(tool('bucket_delete_folder', { folder_path: `${root}/y`, folder_name: 'x' }));
    expect(wrong).toMatchObject({ code: 'INPUT', message: expect.stringContaining('give folder_name as y') });
    await tool('bucket_delete_folder', { folder_path: `${root}/y`, folder_name: 'y' });
    expect((await run(listPage(readStoreAddress(root), 'y/', ''))).objects).toEqual([]);
  });

  test('what is stored compressed comes as stored, or it is said', async () => {
    const plain = Buffer.from('{"type":"segmentation"}'.repeat(500));
    put(root, 'z/info', new Uint8Array(gzipSync(plain)), { contentEncoding: 'gzip' });
    put(root, 'z/br', new Uint8Array(brotliCompressSync(plain)), { contentEncoding: 'br' });
    const { objects } = await run(listPage(readStoreAddress(root), 'z/', ''));
    const at = (name: string) => objects.find((object) => object.name === name)!;
    const { store } = storeLocation(root, '');
    const got = await run(download(store, at('z/info')));
    const whole = Buffer.concat(got.parts);
    expect(got).toMatchObject({ ending: '', unpacked: 'gzip' });
    expect(whole.equals(plain)).toBe(true);
    expect(await run(download(store, at('z/br')))).toMatchObject({ unpacked: 'br' });
    // In parts S3 hands it over as stored; Cloud Storage does not, and it is said.
    const noise = new Uint8Array(gzipSync(bytesOf(5.5 * MB, 9)));
    put(root, 'z/large', noise, { contentEncoding: 'gzip' });
    const large = (await run(listPage(readStoreAddress(root), 'z/large', ''))).objects[0]!;
    if (root.startsWith('gs')) {
      expect(await failure(run(store.read('z/large', { start: 0, end: MB })))).toMatchObject({
        message: expect.stringContaining('Apps Script unpacks'),
      });
      expect(await failure(run(download(store, large)))).toMatchObject({ code: 'BIG' });
    } else {
      const { parts, ending } = await run(download(store, large));
      expect(ending).toBe('.gz');
      expect(sha(Buffer.concat(parts))).toBe(sha(noise));
    }
    // Renamed on the store, it keeps its bytes and its encoding.
    await run(bucketWork('bucket_rename_file', { file_path: `${root}/z/info`, new_name: 'i' }, {}, quiet));
    expect(stored(root, 'z/i')!.facts.contentEncoding).toBe('gzip');
  });

  test('a download in pieces is compared with the sum of its store', async () => {
    const bytes = bytesOf(6 * MB, 7);
    put(root, 'd/big', bytes);
    const { objects } = await run(listPage(readStoreAddress(root), 'd/', ''));
    const { parts } = await run(download(storeLocation(root, '').store, objects[0]!));
    expect(parts).toHaveLength(2);
    expect(sha(Buffer.concat(parts))).toBe(sha(bytes));
  });
});

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('between stores the bytes pass the page, and what is stored compressed is refused, not changed', async () => {
  const bytes = bytesOf(6 * MB, 8);
  put('gs', 'm/big', bytes);
  put('gs', 'm/packed', new Uint8Array(gzipSync(Buffer.from('a'.repeat(999)))), { contentEncoding: 'gzip' });
  const args = { folder_path: 'gs://our-lab/m', new_folder_path: 'nokura://our-lab/m' };
  const { report } = await run(bucketWork('bucket_copy_folder', args, {}, quiet));
  expect(report[1]!.slice(0, 2)).toEqual(['nokura://our-lab/m', 1]);
  expect(asTtError(report[2]![6]).message).toMatch(/arrived unpacked/);
  expect(sha(stored('nokura', 'm/big')!.contents.whole()!)).toBe(sha(bytes));
  expect(stored('nokura', 'm/packed')).toBeNull();
});

test('another user has neither the keys nor the rights of the owner', async () => {
  const as = (root: string) => run(listPage(readStoreAddress(root), '', ''), { send: sender(EDITOR) });
  const refused = await failure(as('nokura://our-lab'));
  expect(refused.code).toBe('PERMISSION');
  expect(refused.message).toContain('you have stored no key for c10s.pni.princeton.edu');
  expect(bench.call('storeAccess', [], EDITOR).stores).toEqual([]);
});

test('Google not allowed, or not in this build: the words say which', async () => {
  const scope = 'https://www.googleapis.com/auth/devstorage.read_write';
  bench.host.grants.deny(OWNER, scope);
  expect(bench.call('storeAccess', []).google).toMatchObject({
    state: 'refused',
    link: expect.stringMatching(/^https/),
  });
  const page = () => run(listPage(readStoreAddress('gs://our-lab'), '', ''));
  expect(await failure(page())).toMatchObject({ code: 'PERMISSION', link: expect.stringMatching(/^https/) });
  bench.host.grants.allow(OWNER, scope);
  const narrow = workbench({ stores: true, cave: bench.cave });
  expect(narrow.call('storeAccess', []).google).toEqual({ state: 'absent', link: '' });
});

test('TT_BUCKET_LIST in the sidebar sees what its user may, a formula what anybody sees', () => {
  put('nokura', 'list/a', Uint8Array.of(1));
  const table = bench.call('runTool', ['TT_BUCKET_LIST', { path: 'nokura://our-lab/list' }]);
  expect(table.cells.map(([name]) => name)).toContain('a');
  expect(String(bench.formula(3, 3, '=TT_BUCKET_LIST("nokura://our-lab/list")'))).toMatch(/#TT PERMISSION/);
});

test('no part of a key or token is in what a call answers, a cell, a property of others, or an address', async () => {
  const token = /ya29\.[\w.-]+/;
  bench.call('saveStoreKeys', [{ name: 'ourlab', host: 's3.example.org', ...keys }]);
  const answers = [
    JSON.stringify(bench.call('storeAccess', [])),
    JSON.stringify(bench.call('boot', [])),
    JSON.stringify(
      bench.attempt('saveStoreKeys', [{ name: 'nokura', accessKey: keys.accessKey, secret: 'a b' }]),
    ),
    JSON.stringify(await failure(run(listPage(readStoreAddress('nokura://nowhere'), '', '')))),
    JSON.stringify(
      bench.host.sent.map(({ url, body }) => [url, Buffer.from(body).toString('latin1').slice(0, 2000)]),
    ),
    JSON.stringify(bench.grid.values({ row: 1, column: 1, rows: 60, columns: 12 })),
  ].join('\n');
  expect(answers).not.toContain(keys.secret);
  expect(answers).not.toContain(keys.accessKey);
  expect(answers).not.toMatch(token);
  const signed = bench.host.sent.filter(({ headers }) => headers.authorization !== undefined);
  expect(signed.length).toBeGreaterThan(10);
  for (const { url, headers } of signed) {
    const host = new URL(url).host;
    if (token.test(headers.authorization!)) expect(host).toBe(GOOGLE);
    if (headers.authorization!.includes(keys.accessKey)) expect(host).toBe(NOKURA);
  }
  expect(bench.call('removeStoreKeys', ['ourlab']).stores.map(({ name }) => name)).toEqual(['nokura']);
});

test.each([
  [{ url: 'https://evil.example/x', signFor: 'gcs' }],
  [{ url: 'https://evil.example/x', signFor: 's3' }],
  [{ url: 'https://storage.googleapis.com.evil.example/x', signFor: 'gcs' }],
  [{ url: 'https://storage.googleapis.com@evil.example/x', signFor: 'gcs' }],
  [{ url: 'http://storage.googleapis.com/x', signFor: 'gcs' }],
  [{ url: 'https://c10s.pni.princeton.edu:444/x', signFor: 's3' }],
  [{ url: 'https://storage.googleapis.com/our-lab/x', method: 'DELETE' }],
  [{ url: 'https://169.254.169.254/computeMetadata/v1/' }],
])('a request that is no store’s is not sent: %j', (given) => {
  const before = bench.host.sent.length;
  const answer = bench.attempt('storeSend', [[{ method: 'GET', route: 'x', ...given }]]);
  expect(answer).toMatchObject({ ok: false, error: { code: 'INPUT' } });
  expect(bench.host.sent).toHaveLength(before);
});

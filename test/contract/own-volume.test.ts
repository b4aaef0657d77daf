/** Volumes and downloads that the page does itself through the built bundle: with S3 keys and with the Google account. */
import { gzipSync } from 'node:zlib';
import { CallFailure } from '../../sidebar/call-failure';
import { ownDestination, runInPage, storeFiles } from '../../sidebar/functions/store-run';
import { RunControl } from '../../sidebar/stores/control';
import type { FileResultView } from '../../src/addon/interfaces/api';
import { toBase64 } from '../../src/core/base64';
import { asTtError } from '../../src/core/errors';
import { EDITOR, OWNER, type Workbench, workbench } from '../../workbench/addon/workbench';
import { filesOf, heavyBench } from '../tools/heavy/support';

const GOOGLE = 'storage.googleapis.com';
const NOKURA = 'c10s.pni.princeton.edu';
const TETRA = 'v 0 0 0\nv 900 0 0\nv 0 900 0\nv 0 0 900\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 1 4 3\n';

let bench: Workbench;
let user = OWNER;
let made: FileResultView;
/** What the browser was handed. */
const saved: { name: string; type: string; bytes: Buffer }[] = [];
const save = (parts: readonly Uint8Array[], name: string, type: string) =>
  void saved.push({ name, type, bytes: Buffer.concat(parts) });

/** google.script.run of this page: each call is an execution of the bundle. */
function pageRun() {
  let answer: (text: string) => void = () => undefined;
  let fail: (error: { message: string }) => void = () => undefined;
  const run = {
    withSuccessHandler: (handler: typeof answer) => {
      answer = handler;
      return run;
    },
    withFailureHandler: (handler: typeof fail) => {
      fail = handler;
      return run;
    },
    ttCall: (name: string, args: string) => {
      const done = bench.attempt(name as 'boot', JSON.parse(args), user);
      if ('killed' in done) fail({ message: done.killed });
      else answer(JSON.stringify(done));
    },
  };
  return run;
}

beforeAll(async () => {
  bench = workbench({ stores: true, cloudStorage: true });
  for (const host of [GOOGLE, NOKURA]) bench.cave.stores.bucket(host, 'our-lab', { open: false });
  bench.call('saveStoreKeys', [{ name: 'nokura', ...bench.cave.s3Keys }]);
  Object.assign(globalThis, {
    google: {
      script: {
        get run() {
          return pageRun();
        },
      },
    },
  });
  const { files, report } = filesOf(await heavyBench(), 'make_local_volume_from_obj', {
    mesh: TETRA,
    mesh_id: '7',
  });
  const [header = [], ...rows] = report.map((row) => row.map(String));
  made = {
    report: { header, cells: rows, rows: rows.length, notes: [], outputs: [] },
    files: files.map(({ path, contentType, bytes }) => ({ path, contentType, base64: toBase64(bytes) })),
    link: '',
  };
});

beforeEach(() => {
  user = OWNER;
  saved.length = 0;
  bench.host.hooks.beforeRequest = undefined;
});

const form = (destination: string) => ({ mesh: 'gs://our-lab/tract.obj', mesh_id: '7', destination });
const bucket = (root: string) => bench.cave.stores.bucket(root.startsWith('gs') ? GOOGLE : NOKURA, 'our-lab');
const write = async (destination: string) => {
  const own = await ownDestination('make_bucket_volume_from_obj', form(destination));
  return storeFiles(made, own!, new RunControl(), () => undefined);
};
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof CallFailure ? error.error : asTtError(error)),
  );
const run = (name: string, args: Record<string, string>) =>
  runInPage(name, args, { control: new RunControl(), progress: () => undefined, save });

describe.each(['gs://our-lab', 'nokura://our-lab'])('%s', (root) => {
  test('a volume made from an OBJ is written with the user’s own credentials, and never over another', async () => {
    const own = await ownDestination('make_bucket_volume_from_obj', form(`${root}/made/tract`));
    // What the companion is asked for has no destination: it needs no right to write.
    expect(own).toMatchObject({
      name: 'make_local_volume_from_obj',
      form: { mesh: 'gs://our-lab/tract.obj', mesh_id: '7' },
      destination: `${root}/made/tract`,
    });
    const { report } = await write(`${root}/made/tract`);
    const facts = Object.fromEntries(report.cells.filter((row) => row.length === 2));
    expect(facts.source).toMatch(/made\/tract\/\|neuroglancer-precomputed:$/);
    expect(facts.public_address).toMatch(/^https:\/\/.*our-lab\/made\/tract$/);
    expect(facts.anyone_can_read).toBe(root.startsWith('gs') ? 'no' : 'yes');
    for (const { path, contentType, base64 } of made.files) {
      const object = bucket(root).get(`made/tract/${path}`)!;
      expect(toBase64(object.contents.whole()!)).toBe(base64);
      expect(object.facts).toMatchObject({ contentType, cacheControl: 'no-cache' });
    }
    expect(await failure(write(`${root}/made/tract`))).toMatchObject({
      code: 'INPUT',
      message: expect.stringContaining('is not empty'),
    });
  });

  test('cancelled before its info file, it is no volume yet, and the next try finishes it', async () => {
    const control = new RunControl();
    let writes = 0;
    bench.host.hooks.beforeRequest = ({ method }) => {
      if (!/POST|PUT/.test(method)) return;
      writes += 1;
      if (writes === made.files.length - 1) control.stop();
    };
    const own = await ownDestination('make_bucket_volume_from_obj', form(`${root}/made/cut`));
    expect(await failure(storeFiles(made, own!, control, () => undefined))).toMatchObject({
      code: 'PENDING',
    });
    expect(bucket(root).get('made/cut/mesh/info')).not.toBeNull();
    expect(bucket(root).get('made/cut/info')).toBeNull();
    bench.host.hooks.beforeRequest = undefined;
    await write(`${root}/made/cut`);
    expect(bucket(root).get('made/cut/info')).not.toBeNull();
  });

  test('bucket_download_file and bucket_download_folder hand the browser what is stored', async () => {
    const bytes = new Uint8Array(Buffer.from('20 KB '.repeat(3_400)));
    bucket(root).put('d/big.bin', bytes, { contentType: 'application/x-own' });
    bucket(root).put('d/../../x', Uint8Array.of(7));
    bucket(root).put('d/1:0', Uint8Array.of(1, 2, 3));
    const one = await run('bucket_download_file', { bucket_path: `${root}/d/big.bin` });
    expect(saved.map(({ name, type }) => [name, type])).toEqual([['big.bin', 'application/x-own']]);
    expect(Buffer.compare(saved[0]!.bytes, bytes)).toBe(0);
    expect(one.report.cells).toEqual([
      [`${root}/d/big.bin`, 1, bytes.length, expect.stringContaining('as it is stored')],
    ]);
    const preview = await run('bucket_download_folder', { bucket_path: `${root}/d`, preview: 'TRUE' });
    expect(saved).toHaveLength(1);
    expect(preview.report.cells[0]!.slice(1, 3)).toEqual([3, bytes.length + 4]);
    const folder = await run('bucket_download_folder', { bucket_path: `${root}/d` });
    expect(saved[1]!.name).toBe('d.zip');
    // No path of the zip leads out of it; S3 has no address for such a name, which is reported.
    const isGoogle = root.startsWith('gs');
    expect(folder.report.cells[0]!.slice(0, 2)).toEqual([`${root}/d`, isGoogle ? 3 : 2]);
    expect(folder.report.cells.slice(1)).toHaveLength(isGoogle ? 0 : 1);
    expect(saved[1]!.bytes.includes('/../')).toBe(false);
    expect(saved[1]!.bytes.includes('d/_../_../x')).toBe(isGoogle);
  });

  test('downloads that cannot be are refused in words, and nothing is handed over', async () => {
    bucket(root).put('packed', gzipSync(Buffer.from('x')), { contentEncoding: 'gzip' });
    const codeOf = async (name: string, args: Record<string, string>) =>
      (await failure(run(name, args)))?.code ?? 'done';
    expect(await codeOf('bucket_download_file', { bucket_path: `${root}/none` })).toBe('NONE');
    expect(await codeOf('bucket_download_file', { bucket_path: `${root}/d/` })).toBe('INPUT');
    expect(await codeOf('bucket_download_folder', { bucket_path: `${root}/none` })).toBe('NONE');
    const disk = { bucket_path: `${root}/packed`, download_path: '/tmp' };
    expect(await codeOf('bucket_download_file', disk)).toBe('INPUT');
    expect(saved).toEqual([]);
  });
});

test('without credentials of one’s own the volume stays the companion’s matter, and a download is refused', async () => {
  user = EDITOR;
  expect(await ownDestination('make_bucket_volume_from_obj', form('nokura://our-lab/x/y'))).toBeNull();
  expect(
    await failure(run('bucket_download_file', { bucket_path: 'nokura://our-lab/packed' })),
  ).toMatchObject({ code: 'PERMISSION' });
});

/** Folders copied, deleted, downloaded and uploaded: previews, refusals, kills, faults, and what the reports say. */
import { join } from 'node:path';
import { asTtError, TtError } from '../../../src/core/errors';
import { noReply } from '../../../src/http/request';
import { random } from '../../../workbench/random';
import { replyOf } from '../../volumes/store/bench';
import { differences, fill, testObjects } from '../../volumes/transfer/support';
import { type BucketBench, bucketBench } from './support';

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
});
afterEach(() => bench.close());
const copy = (folder_path: string, new_folder_path: string, more: object = {}) =>
  bench.rows('bucket_copy_folder', { folder_path, new_folder_path, ...more });

describe('copying', () => {
  beforeEach(() => {
    for (const name of ['info', 'mesh/1:0', 'mesh/1:0:1']) bench.put(`gs://lab/vol/${name}`);
    bench.put('gs://lab/volume/info');
    bench.put('gs://lab/file');
  });

  test('the report names the new place, its public address, its source and who can read it', () => {
    expect(copy('gs://lab/vol', 'gs://other/a b/vol')).toEqual([
      {
        address: 'gs://other/a b/vol',
        objects: 3,
        bytes: 61,
        public_address: 'https://storage.googleapis.com/other/a%20b/vol',
        viewer_source: 'precomputed://gs://other/a b/vol',
        anyone_can_read: 'no',
        remarks: '',
      },
    ]);
    // nokura's objects are written so that anybody can read them.
    expect(copy('gs://lab/vol/', 'nokura://lab/vol/')).toMatchObject([
      {
        viewer_source: 'precomputed://https://c10s.pni.princeton.edu/lab/vol',
        anyone_can_read: 'yes',
        objects: 3,
      },
    ]);
    expect(copy('gs://lab/vol/mesh', 'gs://lab/meshes')).toMatchObject([{ viewer_source: '', objects: 2 }]);
    expect(bench.everything().has('gs://lab/meshes/1:0:1')).toBe(true);
    expect([...bench.everything().keys()].filter((name) => name.includes('volume'))).toEqual([
      'gs://lab/volume/info',
    ]);
    expect(bench.steps.at(-1)).toEqual([2, 2, 'objects copied']);
  });

  test('a preview lists objects, bytes and what would be replaced, and does nothing', () => {
    bench.put('gs://lab/new/info', 'other words');
    bench.put('gs://lab/new/mesh/1:0', 'gs://lab/vol/mesh/1:0');
    const before = bench.everything();
    const rows = copy('gs://lab/vol', 'gs://lab/new', { preview: true });
    expect(rows[0]).toMatchObject({
      objects: 2,
      remarks: expect.stringContaining('of which 1 replace others'),
    });
    expect(rows.slice(1).map(({ address, remarks }) => [address, remarks])).toEqual([
      ['gs://lab/new/info', 'replaces another'],
      ['gs://lab/new/mesh/1:0:1', 'new'],
      ['gs://lab/new/mesh/1:0', 'there already'],
    ]);
    expect(bench.everything()).toEqual(before);
    expect(() => copy('gs://lab/vol', 'gs://lab/new')).toThrow(
      /holds 1 object of these names with other contents \(info\): nothing was done/,
    );
    expect(bench.everything()).toEqual(before);
    expect(copy('gs://lab/vol', 'gs://lab/new', { overwrite: true })).toMatchObject([
      { objects: 2, remarks: '1 object there already' },
    ]);
    expect(bench.everything().get('gs://lab/new/info')).toBe('gs://lab/vol/info');
  });

  test.each([
    ['gs://lab/vol', 'gs://lab/vol', /are the same/],
    ['gs://lab/vol', 'gs://lab/vol/', /are the same/],
    ['gs://lab/vol', 'gs://lab/vol/copy', /is not copied into itself/],
    ['gs://lab/vol/mesh', 'gs://lab/vol', /lies in gs:\/\/lab\/vol/],
    ['gs://lab', 'gs://lab/vol', /is not copied into itself/],
    ['gs://lab/vol', 'gs://other', /is a whole bucket: name a folder/],
    ['gs://lab/vol', 'gs://other/', /is a whole bucket/],
    ['gs://lab/none', 'gs://lab/new', /there is no such folder/],
    ['gs://lab/vo', 'gs://lab/new', /there is no such folder/],
    ['gs://lab/file', 'gs://lab/new', /is a file, not a folder/],
    ['gs://lab/vol', 'https://storage.googleapis.com/other/new', /only read/],
    ['gs://lab/vol', 'gs://other/a/../b', /"\." and "\.\."/],
    ['gs://lab/vol', 'gs://nowhere/new', /there is no such bucket/],
    ['', 'gs://nowhere/new', /folder_path is missing/],
  ])('%s to %s is refused before anything is touched', (from, to, words) => {
    const before = bench.everything();
    expect(() => copy(from, to)).toThrow(words);
    expect(bench.everything()).toEqual(before);
    expect(bench.sent.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('one object that cannot be copied is named, the others are copied', () => {
    bench.intercept = (request, send) =>
      /rewriteTo/.test(request.url) && request.url.includes('info')
        ? replyOf(403, '{"error":{"message":"retention policy"}}')
        : send();
    const rows = copy('gs://lab/vol', 'gs://lab/new');
    expect(rows[0]).toMatchObject({ objects: 2, remarks: '1 of 3 failed: run again to go on' });
    expect(rows[1]).toMatchObject({ address: 'gs://lab/vol/info' });
    expect(asTtError(rows[1]!.remarks)).toMatchObject({ code: 'PERMISSION' });
  });
});

const PAIRS = [
  ['gs://lab/start', 'gs://other/end'],
  ['gs://lab/start', 'nokura://lab/end'],
  ['s3://lab/start', 'gs://lab/end'],
  ['s3://lab/start', 's3://other/end'],
  ['nokura://lab/start', 'end'],
  ['start', 's3://lab/end'],
] as const;
const at = (address: string) => {
  const [, root = 'disk', folder = address] = /^(\w+:\/\/[^/]+)\/(.*)$/.exec(address) ?? [];
  return bench.at(root as 'disk', folder);
};

test.each(PAIRS)(
  '30 %% faults from %s to %s, seed 5: nothing is lost, running again finishes',
  (from, to) => {
    const objects = testObjects(40, 0, 5);
    fill(bench, at(from), objects);
    const chance = random(5);
    const faults = [
      () => noReply('network'),
      () => noReply('timeout'),
      () => noReply('cut'),
      () => replyOf(429, '', { 'retry-after': '1' }),
      () => replyOf(503, '<Error><Code>SlowDown</Code></Error>'),
      () => replyOf(500, 'broken'),
      () => replyOf(502, '<html>'),
    ];
    bench.intercept = (_request, send) => {
      const fault = faults[Math.floor(chance() * faults.length)]!;
      const lot = chance();
      if (lot < 0.15) return fault();
      // It arrived, and its reply is lost.
      if (lot < 0.3) {
        send();
        return fault();
      }
      return send();
    };
    let rows: Record<string, unknown>[] = [];
    for (let run = 0; run < 30; run++) {
      try {
        rows = copy(from, to);
        if (rows.every(({ remarks }) => !(remarks instanceof TtError))) break;
      } catch (error) {
        expect(asTtError(error).transient).toBe(true);
      }
    }
    bench.intercept = null;
    expect(differences(bench, at(to), objects)).toEqual([]);
    expect(differences(bench, at(from), objects)).toEqual([]);
  },
);

test.each(PAIRS)(
  'killed at every request from %s to %s: nothing half, and running again finishes',
  (from, to) => {
    const objects = testObjects(8, 0, 6);
    for (let stop = 0; ; stop++) {
      bench.close();
      bench = bucketBench();
      fill(bench, at(from), objects);
      let left = stop;
      let killed = false;
      // As a process that ends does: nothing is sent afterwards.
      bench.intercept = (_request, send) => {
        left -= 1;
        if (left < 0) {
          killed = true;
          throw new Error('killed');
        }
        return send();
      };
      try {
        copy(from, to);
      } catch (error) {
        expect(error).not.toBeInstanceOf(TtError);
      }
      bench.intercept = null;
      const halfway = differences(bench, at(to), objects);
      expect(halfway.filter((words) => !/is (?:missing|not listed)$/.test(words))).toEqual([]);
      copy(from, to);
      expect(differences(bench, at(to), objects)).toEqual([]);
      expect(differences(bench, at(from), objects)).toEqual([]);
      if (!killed) return;
    }
  },
);

test('stopped by the user it says how far it is, and goes on from there', () => {
  const objects = testObjects(100, 0, 7);
  fill(bench, at('gs://lab/start'), objects);
  let sent = 0;
  bench.intercept = (_request, send) => {
    sent += 1;
    return sent > 40 ? noReply('cancelled') : send();
  };
  expect(() => copy('gs://lab/start', 'nokura://lab/end')).toThrow(/^stopped after \d+ of 100 objects/);
  bench.intercept = null;
  bench.sent.splice(0);
  const [row] = copy('gs://lab/start', 'nokura://lab/end');
  expect(Number(row!.objects)).toBeLessThan(100);
  expect(differences(bench, at('nokura://lab/end'), objects)).toEqual([]);
});

test('an upload in parts that somebody left is named, and ended with its folder', () => {
  bench.put('gs://lab/vol/info');
  const { store } = at('nokura://lab/x');
  bench.run(store.upload('end/mesh/1:0:1', { contentType: 'a/b', size: 1e8, crc32c: '' }));
  const [row] = copy('gs://lab/vol', 'nokura://lab/end');
  expect(row!.remarks).toMatch(/1 unfinished upload of others or of an earlier run .* \(1:0:1 since 2026/);
  const gone = bench.rows('bucket_delete_folder', {
    folder_path: 'nokura://lab/end',
    folder_name: 'end',
  });
  expect(gone[0]).toMatchObject({ objects: 1, remarks: 'deleted; 1 unfinished uploads ended' });
  expect(bench.run(store.unfinished(''))).toEqual([]);
});

describe('deleting', () => {
  beforeEach(() => {
    for (let n = 0; n < 250; n++) bench.put(`gs://lab/old/vnc/${n}:0 ü`);
    bench.put('gs://lab/old/vnc2/a');
    bench.put('gs://lab/old/vnc');
  });
  const remove = (folder_path: string, folder_name: string, more: object = {}) =>
    bench.rows('bucket_delete_folder', { folder_path, folder_name, ...more });

  test('only with the folder’s name typed, and only what is in it', () => {
    for (const typed of ['', 'old', 'VNC', 'vnc/', 'gs://lab/old/vnc']) {
      expect(() => remove('gs://lab/old/vnc', typed)).toThrow(/holds 250 objects.* give folder_name as vnc/);
    }
    expect(remove('gs://lab/old/vnc', '', { preview: true })).toHaveLength(251);
    expect(bench.everything().size).toBe(252);
    bench.sent.splice(0);
    expect(remove('gs://lab/old/vnc/', 'vnc')).toMatchObject([{ objects: 250, remarks: 'deleted' }]);
    expect([...bench.everything().keys()].sort()).toEqual(['gs://lab/old/vnc', 'gs://lab/old/vnc2/a']);
    // A list, and batches of 100.
    expect(bench.sent).toHaveLength(4);
  });

  test.each([
    ['gs://lab', 'lab', /is a whole bucket/],
    ['gs://lab/', '', /is a whole bucket/],
    ['gs://lab/none', 'none', /there is no such folder/],
    ['gs://lab/old/vnc2/a', 'a', /is a file, not a folder/],
    ['https://storage.googleapis.com/lab/old', 'old', /only read/],
    ['/', '', /whole bucket|top of the disk/],
    ['/tmp', 'tmp', /top of the disk/],
    ['gs://lab/old/..', '..', /"\." and "\.\."/],
  ])('%s is refused', (path, name, words) => {
    const before = bench.everything();
    expect(() => remove(path, name)).toThrow(words);
    expect(bench.everything()).toEqual(before);
  });

  test('what stays is named; a batch whose reply is lost is sent again', () => {
    let first = true;
    bench.intercept = (request, send) => {
      if (request.method !== 'POST') return send();
      if (first) {
        first = false;
        send();
        return replyOf(500, 'lost');
      }
      return send();
    };
    expect(remove('gs://lab/old/vnc', 'vnc')).toMatchObject([{ objects: 250 }]);
  });

  test('one file', () => {
    const rows = bench.rows('bucket_delete_file', { file_path: 'gs://lab/old/vnc' });
    expect(rows).toMatchObject([{ address: 'gs://lab/old/vnc', remarks: 'deleted' }]);
    expect(() => bench.rows('bucket_delete_file', { file_path: 'gs://lab/old/vnc' })).toThrow(/is a folder/);
    expect(() => bench.rows('bucket_delete_file', { file_path: 'gs://lab/old/x' })).toThrow(/is not there/);
    expect(bench.everything().size).toBe(251);
  });

  test('a folder of this machine goes with the hidden files that were made in it', () => {
    const objects = testObjects(30, 0, 8);
    fill(bench, at('gs://lab/start'), objects);
    copy('gs://lab/start', 'a/down');
    bench.save('a/mine.txt', 'mine');
    remove('a/down', 'down');
    expect([...bench.everything().keys()].filter((name) => name.startsWith(bench.disk))).toEqual([
      join(bench.disk, 'a/mine.txt'),
    ]);
  });
});

describe('down and up', () => {
  test('a download has endings for what is compressed, and comes back as it was', () => {
    const objects = testObjects(60, 0, 9);
    fill(bench, at('nokura://lab/vol'), objects);
    const down = bench.rows('bucket_download_folder', { bucket_path: 'nokura://lab/vol' });
    expect(down).toMatchObject([
      { address: `file://${join(bench.disk, 'vol')}`, objects: 60, bytes: expect.any(Number) },
    ]);
    const zipped = objects.find(({ options }) => options.contentEncoding === 'gzip')!;
    expect(Buffer.from(bench.saved(`vol/${zipped.name}.gz`)!)).toEqual(Buffer.from(zipped.bytes));
    const up = bench.rows('bucket_upload_folder', { local_path: 'vol', bucket_path: 'gs://lab/again' });
    expect(up).toMatchObject([{ objects: 60, anyone_can_read: 'no' }]);
    expect(differences(bench, at('gs://lab/again'), objects)).toEqual([]);
  });

  test('a folder of a volume that somebody else wrote: .gz is an encoding; elsewhere it is a name', () => {
    bench.save('vol/info.gz', 'zip');
    bench.save('vol/mesh/1:0.gz', 'zip');
    bench.save('data/brain.nii.gz', 'zip');
    const up = (local_path: string, more: object = {}) => {
      bench.rows('bucket_upload_folder', { local_path, bucket_path: `gs://lab/${local_path}`, ...more });
      return bench.run(at('gs://lab/x').store.list(`${local_path}/`)).objects;
    };
    expect(up('vol')).toMatchObject([
      { name: 'vol/info', contentEncoding: 'gzip', contentType: 'application/json' },
      { name: 'vol/mesh/1:0', contentEncoding: 'gzip', contentType: 'application/json' },
    ]);
    expect(up('data')).toMatchObject([
      { name: 'data/brain.nii.gz', contentEncoding: '', contentType: 'application/gzip' },
    ]);
  });

  test('a hidden file of ours and a file that is not whole yet are no objects', () => {
    bench.save('data/a.txt', 'a');
    bench.save('data/.tracertools-part-0123', 'half');
    const rows = bench.rows('bucket_upload_folder', { local_path: 'data', bucket_path: 'gs://lab/d' });
    expect(rows).toMatchObject([{ objects: 1 }]);
  });

  test('two objects that would be one file are refused before anything is touched', () => {
    bench.put('gs://lab/v/a');
    bench.put('gs://lab/v/a/b');
    const download = () => bench.rows('bucket_download_folder', { bucket_path: 'gs://lab/v' });
    expect(download).toThrow(/cannot both be on a disk/);
    expect(bench.saved('v')).toBeNull();
  });

  test.each([
    ['v//a', /a folder without a name/],
    ['v/../../../etc/passwd', /no names on a disk/],
    ['v/./a', /no names on a disk/],
    [`v/${'x'.repeat(256)}`, /255 bytes at most/],
    ['v/.tracertools-objects', /program's own/],
  ])('an object named %s is refused before anything is touched', (name, words) => {
    bench.put('gs://lab/v/good');
    bench.put(`gs://lab/${name}`);
    const before = bench.everything();
    expect(() => bench.rows('bucket_download_folder', { bucket_path: 'gs://lab/v' })).toThrow(words);
    expect(bench.everything()).toEqual(before);
  });

  test('marks of folders are left out, and named', () => {
    bench.put('gs://lab/v/', '');
    bench.put('gs://lab/v/sub/', '');
    bench.stores.bucket(bench.hosts.gs!, 'lab').put('v/', new Uint8Array(0));
    bench.stores.bucket(bench.hosts.gs!, 'lab').put('v/sub/', new Uint8Array(0));
    bench.put('gs://lab/v/a');
    const rows = bench.rows('bucket_download_folder', { bucket_path: 'gs://lab/v' });
    expect(rows.map(({ remarks }) => remarks)).toEqual([
      '',
      'left out: is the mark of a folder, and holds nothing',
      'left out: is the mark of a folder, and holds nothing',
    ]);
  });

  test('one file down and up', () => {
    bench.put('gs://lab/a/x.csv', 'words');
    bench.rows('bucket_download_file', { bucket_path: 'gs://lab/a/x.csv', download_path: 'sub' });
    expect(Buffer.from(bench.saved('sub/x.csv')!).toString()).toBe('words');
    const again = () =>
      bench.rows('bucket_download_file', { bucket_path: 'gs://lab/a/x.csv', download_path: 'sub' });
    expect(again).toThrow(/is there already/);
    const up = (more: object = {}) =>
      bench.rows('bucket_upload_file', { local_path: 'sub/x.csv', bucket_path: 'nokura://lab/b', ...more });
    expect(up()).toMatchObject([{ address: 'nokura://lab/b/x.csv', anyone_can_read: 'yes', remarks: '' }]);
    expect(up()).toMatchObject([{ remarks: 'there already with the same bytes' }]);
    bench.save('sub/x.csv', 'other');
    expect(up).toThrow(/is there already/);
    expect(up({ overwrite: true, cache_control: 'no-cache' })).toMatchObject([{ objects: 1 }]);
    expect(bench.run(at('nokura://lab/b').store.stat('b/x.csv'))).toMatchObject({
      cacheControl: 'no-cache',
      contentType: 'application/octet-stream',
      size: 5,
    });
    expect(() =>
      bench.rows('bucket_upload_file', { local_path: 'none.csv', bucket_path: 'gs://lab/b' }),
    ).toThrow(/none.csv is not there/);
  });

  test('in a spreadsheet files are handed over, and taken as bytes', () => {
    bench.put('gs://lab/a/x.csv', 'words');
    const { files } = bench.call('bucket_download_folder', { bucket_path: 'gs://lab/a' }, 'sheet');
    expect(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([
      ['x.csv', 'words'],
    ]);
    const upload = { local_path: `base64:${btoa('abc')}`, bucket_path: 'gs://lab/up' };
    expect(() => bench.call('bucket_upload_file', upload, 'sheet')).toThrow(/name: a name is missing/);
    bench.call('bucket_upload_file', { ...upload, name: 'a.txt' }, 'sheet');
    expect(bench.everything().get('gs://lab/up/a.txt')).toBe('abc');
    expect(() => bench.call('bucket_upload_file', { ...upload, name: 'a.txt' }, 'sheet')).toThrow(
      /there already/,
    );
    expect(() =>
      bench.call('bucket_copy_folder', { folder_path: '/etc', new_folder_path: 'gs://lab/x' }, 'sheet'),
    ).toThrow(/reached on the command line alone/);
  });
});

test('a list: folders and files, one level or all, a single file, S3 and its gaps', () => {
  bench.put('gs://lab/v/info', 'x');
  bench.put('gs://lab/v/mesh/1:0', 'xy');
  expect(bench.table({ path: 'gs://lab/v' })).toEqual([
    ['name', 'bytes', 'updated', 'encoding', 'content_type'],
    ['mesh/', '', '', '', ''],
    ['info', 1, expect.any(Date), 'none', 'application/octet-stream'],
  ]);
  expect(
    bench
      .table({ path: 'gs://lab/v/', recursive: true })
      .slice(1)
      .map(([name]) => name),
  ).toEqual(['info', 'mesh/1:0']);
  expect(bench.table({ path: 'gs://lab/v/info' }).slice(1)).toEqual([
    ['info', 1, expect.any(Date), 'none', 'application/octet-stream'],
  ]);
  expect(bench.table({ path: 'gs://lab' }).slice(1)).toEqual([['v/', '', '', '', '']]);
  bench.put('nokura://lab/a');
  expect(bench.table({ path: 'nokura://lab' }).slice(1)).toEqual([
    ['a', expect.any(Number), expect.any(Date), '', ''],
  ]);
  expect(() => bench.table({ path: 'gs://nowhere' })).toThrow(/there is no such bucket/);
  expect(() => bench.table({ path: 'gs://lab/none' })).toThrow(/there is no such folder or file/);
  expect(() => bench.table({ path: 'https://storage.googleapis.com/lab' })).toThrow(/is not a path such as/);
  bench.save('here/a.txt', 'abc');
  expect(bench.table({ path: 'here' }).slice(1)).toMatchObject([
    ['a.txt', 3, expect.any(Date), 'none', 'text/plain'],
  ]);
});

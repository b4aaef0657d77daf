/** Down onto a disk and up again: byte for byte, with what a disk does not keep; handed over in a spreadsheet. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TtError } from '../../../../src/core/errors';
import { noReply } from '../../../../src/http/request';
import { downloadFile, downloadFolder } from '../../../../src/tools/bucket/download';
import { uploadFile, uploadFolder } from '../../../../src/tools/bucket/upload';
import { differences, fill, testObjects } from '../../../volumes/transfer/support';
import { type BucketBench, bucketBench } from './support';

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
});
afterEach(() => bench.close());
const at = (address: string) => {
  const [, root = 'disk', folder = address] = /^(\w+:\/\/[^/]+)\/(.*)$/.exec(address) ?? [];
  return bench.at(root as 'disk', folder);
};

describe('down and up', () => {
  test('a download has endings for what is compressed, and comes back as it was', () => {
    const objects = testObjects(60, 0, 9);
    fill(bench, at('nokura://lab/vol'), objects);
    const down = bench.rows(downloadFolder.name, { bucket_path: 'nokura://lab/vol' });
    expect(down).toMatchObject([
      { address: `file://${join(bench.disk, 'vol')}`, objects: 60, bytes: expect.any(Number) },
    ]);
    const zipped = objects.find(({ options }) => options.contentEncoding === 'gzip')!;
    expect(Buffer.from(bench.saved(`vol/${zipped.name}.gz`)!)).toEqual(Buffer.from(zipped.bytes));
    const up = bench.rows(uploadFolder.name, { local_path: 'vol', bucket_path: 'gs://lab/again' });
    expect(up).toMatchObject([{ objects: 60, anyone_can_read: 'no' }]);
    expect(differences(bench, at('gs://lab/again'), objects)).toEqual([]);
  });

  test('a folder of a volume that somebody else wrote: .gz is an encoding; elsewhere it is a name', () => {
    bench.save('vol/info.gz', 'zip');
    bench.save('vol/mesh/1:0.gz', 'zip');
    bench.save('data/brain.nii.gz', 'zip');
    const up = (local_path: string, more: object = {}) => {
      bench.rows(uploadFolder.name, { local_path, bucket_path: `gs://lab/${local_path}`, ...more });
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

  test('a file that cannot be uploaded by its name is a row that failed; a link is a row that did not', () => {
    bench.save('data/a.txt', 'a');
    bench.save('data/.tracertools-part-1', 'half');
    bench.save('data/.tracertools-objects', '');
    writeFileSync(Buffer.concat([Buffer.from(join(bench.disk, 'data/b')), Buffer.of(0xff)]), 'x');
    symlinkSync('a.txt', join(bench.disk, 'data/link'));
    const up = (more: object = {}) =>
      bench.rows(uploadFolder.name, { local_path: 'data', bucket_path: 'gs://lab/d', ...more });
    expect(up({ preview: true }).map(({ remarks }) => remarks)).toEqual([
      expect.stringContaining('would copy 1'),
      'new',
      expect.stringContaining('left out: names that begin with .tracertools-'),
      expect.stringContaining('no UTF-8'),
      expect.stringContaining('is a link'),
    ]);
    const [row, ...others] = up();
    expect(row).toMatchObject({ objects: 1 });
    expect(others.map(({ address, remarks }) => [String(address).split('/').pop(), remarks])).toEqual([
      ['.tracertools-part-1', expect.any(TtError)],
      ['b\ufffd', expect.any(TtError)],
      ['link', 'left out: is a link: links are not followed'],
    ]);
    const [gone, ...kept] = bench.rows('bucket_delete_folder', {
      folder_path: 'data',
      folder_name: 'data',
    });
    expect(gone).toMatchObject({
      objects: 1,
      remarks: 'deleted; 1 unfinished upload ended; 1 links and devices stay',
    });
    expect(kept).toMatchObject([{ remarks: expect.any(TtError) }]);
  });

  test('two objects that would be one file are refused before anything is touched', () => {
    bench.put('gs://lab/v/a');
    bench.put('gs://lab/v/a/b');
    const download = () => bench.rows(downloadFolder.name, { bucket_path: 'gs://lab/v' });
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
    expect(() => bench.rows(downloadFolder.name, { bucket_path: 'gs://lab/v' })).toThrow(words);
    expect(bench.everything()).toEqual(before);
  });

  test('a download of a folder that was stopped reads only what is missing, and what was damaged is told', () => {
    const objects = testObjects(30, 0, 12);
    fill(bench, at('nokura://lab/vol'), objects);
    const isRead = ({ url, method }: { url: string; method: string }) =>
      method === 'GET' && objects.some(({ name }) => decodeURIComponent(url).endsWith(`/lab/vol/${name}`));
    let reads = 0;
    bench.intercept = (request, send) => {
      if (isRead(request)) reads += 1;
      return reads > 12 ? noReply('cancelled') : send();
    };
    const down = () => bench.rows(downloadFolder.name, { bucket_path: 'nokura://lab/vol' });
    expect(down).toThrow(/^stopped after \d+ of 30 objects\. Run again to go on/);
    bench.intercept = null;
    bench.sent.splice(0);
    const [row] = down();
    expect(Number(row!.objects)).toBeLessThanOrEqual(20);
    expect(row!.remarks).toMatch(/^1\d objects there already$/);
    expect(bench.sent.filter(isRead).length).toBeLessThanOrEqual(2 * Number(row!.objects));
    expect(differences(bench, at('vol'), objects)).toEqual([]);
    const plain = objects.find(({ options, bytes }) => !options.contentEncoding && bytes.length > 0)!;
    const damaged = Buffer.from(plain.bytes);
    damaged[0]! ^= 1;
    bench.save(`vol/${plain.name}`, damaged);
    expect(down).toThrow(/1 object of these names with other or older contents/);
  });

  test('marks of folders are left out, and named', () => {
    bench.put('gs://lab/v/', '');
    bench.put('gs://lab/v/sub/', '');
    bench.stores.bucket(bench.hosts.gs!, 'lab').put('v/', new Uint8Array(0));
    bench.stores.bucket(bench.hosts.gs!, 'lab').put('v/sub/', new Uint8Array(0));
    bench.put('gs://lab/v/a');
    const rows = bench.rows(downloadFolder.name, { bucket_path: 'gs://lab/v' });
    expect(rows.map(({ remarks }) => remarks)).toEqual([
      '',
      'left out: is the mark of a folder, and holds nothing',
      'left out: is the mark of a folder, and holds nothing',
    ]);
  });

  test('one file down and up', () => {
    bench.put('gs://lab/a/x.csv', 'words');
    bench.rows(downloadFile.name, { bucket_path: 'gs://lab/a/x.csv', download_path: 'sub' });
    expect(Buffer.from(bench.saved('sub/x.csv')!).toString()).toBe('words');
    const again = () =>
      bench.rows(downloadFile.name, { bucket_path: 'gs://lab/a/x.csv', download_path: 'sub' });
    expect(again()).toMatchObject([{ objects: 0, remarks: 'there already with the same bytes' }]);
    bench.save('sub/x.csv', 'wordz');
    expect(again).toThrow(/is there already/);
    bench.save('sub/x.csv', 'words');
    const up = (more: object = {}) =>
      bench.rows(uploadFile.name, { local_path: 'sub/x.csv', bucket_path: 'nokura://lab/b', ...more });
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
    expect(() => bench.rows(uploadFile.name, { local_path: 'none.csv', bucket_path: 'gs://lab/b' })).toThrow(
      /none.csv is not there/,
    );
  });

  test('in a spreadsheet files are handed over, and taken as bytes', () => {
    bench.put('gs://lab/a/x.csv', 'words');
    const { files } = bench.call(downloadFolder.name, { bucket_path: 'gs://lab/a' }, 'sheet');
    expect(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([
      ['x.csv', 'words'],
    ]);
    const upload = { local_path: `base64:${btoa('abc')}`, bucket_path: 'gs://lab/up' };
    expect(() => bench.call(uploadFile.name, upload, 'sheet')).toThrow(/name: a name is missing/);
    bench.call(uploadFile.name, { ...upload, name: 'a.txt' }, 'sheet');
    expect(bench.everything().get('gs://lab/up/a.txt')).toBe('abc');
    expect(() => bench.call(uploadFile.name, { ...upload, name: 'a.txt' }, 'sheet')).toThrow(/there already/);
    expect(() =>
      bench.call('bucket_copy_folder', { folder_path: '/etc', new_folder_path: 'gs://lab/x' }, 'sheet'),
    ).toThrow(/reached on the command line alone/);
  });

  test('an upload with a cache control of its own goes on when it is run again', () => {
    bench.save('data/a.txt', 'a');
    bench.save('data/b.txt', 'b');
    const up = (cache_control: string) =>
      bench.rows(uploadFolder.name, { local_path: 'data', bucket_path: 'gs://lab/d', cache_control });
    expect(up('no-cache')).toMatchObject([{ objects: 2 }]);
    expect(up('no-cache')).toMatchObject([{ objects: 0, remarks: '2 objects there already' }]);
    expect(() => up('')).toThrow(/overwrite=TRUE/);
    expect(bench.run(at('gs://lab/d').store.stat('d/a.txt'))).toMatchObject({ cacheControl: 'no-cache' });
  });

  test('a whole bucket gets a folder of its name; large copies tell their progress in MB', () => {
    bench.put('gs://lab/a/x.csv', 'words');
    bench.rows(downloadFolder.name, { bucket_path: 'gs://lab' });
    expect(Buffer.from(bench.saved('lab/a/x.csv')!).toString()).toBe('words');
    bench.save('big/a', new Uint8Array(51e6));
    bench.rows(uploadFolder.name, { local_path: 'big', bucket_path: 'gs://lab/big' });
    expect(bench.steps.at(-1)).toEqual([51, 51, 'MB copied']);
    expect(bench.steps.length).toBeGreaterThan(10);
  });
});

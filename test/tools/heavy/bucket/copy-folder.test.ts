/** A folder to another place: previews, refusals, kills, faults, and what the report says. */
import { asTtError, TtError } from '../../../../src/core/errors';
import { noReply } from '../../../../src/http/request';
import { random } from '../../../../workbench/random';
import { replyOf } from '../../../volumes/store/bench';
import { differences, fill, testObjects } from '../../../volumes/transfer/support';
import { type BucketBench, bucketBench, FAULTS } from './support';

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
        viewer_source: 'gs://other/a b/vol/|neuroglancer-precomputed:',
        anyone_can_read: 'no',
        remarks: '',
      },
    ]);
    // nokura's objects are written so that anybody can read them.
    expect(copy('gs://lab/vol/', 'nokura://lab/vol/')).toMatchObject([
      {
        viewer_source: 'https://c10s.pni.princeton.edu/lab/vol/|neuroglancer-precomputed:',
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
      /holds 1 object of these names with other or older contents \(info\): nothing was done/,
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
    bench.intercept = (_request, send) => {
      const fault = FAULTS[Math.floor(chance() * FAULTS.length)]!;
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

test('without a sum in common a source that is younger than its copy is another one', () => {
  const size = 5 * 1024 * 1024 + 1;
  const big = (byte: number) => Buffer.alloc(size, byte).toString('latin1');
  bench.put('gs://lab/v/big', big(1));
  const [first] = copy('gs://lab/v', 'nokura://lab/v');
  expect(first).toMatchObject({ objects: 1, remarks: '' });
  // As after an upload in parts of another size: its ETag is no sum of the whole.
  const bucket = bench.stores.bucket(bench.hosts.nokura!, 'lab');
  bucket.patch(bucket.get('v/big')!, { partsTag: '0123456789abcdef0123456789abcdef-2' });
  expect(copy('gs://lab/v', 'nokura://lab/v')).toMatchObject([
    {
      objects: 0,
      remarks: '1 object there already; 1 compared by size alone: their store keeps no sum of the whole',
    },
  ]);
  bench.wait(5000);
  bench.put('gs://lab/v/big', big(2));
  expect(() => copy('gs://lab/v', 'nokura://lab/v')).toThrow(/other or older contents/);
  copy('gs://lab/v', 'nokura://lab/v', { overwrite: true });
  expect(bench.everything().get('nokura://lab/v/big')).toBe(big(2));
});

test.each(['gs://other/v', 'nokura://lab/v', 'v'])(
  'what was written although its reply was lost is not refused: %s',
  (to) => {
    bench.put('s3://lab/v/a', 'words');
    bench.put('s3://lab/v/b', 'words');
    let lost = 0;
    bench.intercept = (request, send) => {
      const reply = send();
      if (request.method === 'GET' || lost > 1) return reply;
      lost += 1;
      return noReply('network');
    };
    expect(copy('s3://lab/v', to)).toMatchObject([{ objects: 2, remarks: '' }]);
  },
);

/**
 * Every operation on files and folders with 30 % faults of each kind, and killed at every request, before or after it is carried out: nothing is lost,
 * nothing half-written has a final name, and running it again finishes. Copies of folders have a test of their own.
 */
import { asTtError, TtError } from '../../../../src/core/errors';
import { LONG } from '../../../../workbench/long';
import { random } from '../../../../workbench/random';
import { type BucketBench, bucketBench, FAULTS } from './support';

let bench: BucketBench;
beforeEach(() => {
  bench = bucketBench();
});
afterEach(() => bench.close());

interface Operation {
  tool: string;
  args: Record<string, unknown>;
  /** Address before and after, '' for what is deleted; paths of the disk without a scheme. */
  files: [before: string, after: string][];
  /** What was there stays: copies. */
  keeps?: true;
}

const NAMES = ['info', 'mesh/1:0', 'a b/ü', 'empty'];
const folder = (from: string, to: string): [string, string][] =>
  NAMES.map((name) => [`${from}/${name}`, to === '' ? '' : `${to}/${name}`]);

const OPERATIONS: Operation[] = [
  ...['gs://lab', 'nokura://lab'].flatMap((root): Operation[] => [
    {
      tool: 'bucket_upload_folder',
      args: { local_path: 'up', bucket_path: `${root}/up`, endings: 'name' },
      files: folder('up', `${root}/up`),
      keeps: true,
    },
    {
      tool: 'bucket_download_folder',
      args: { bucket_path: `${root}/vol`, download_path: 'down' },
      files: folder(`${root}/vol`, 'down'),
      keeps: true,
    },
    {
      tool: 'bucket_upload_file',
      args: { local_path: 'x.csv', bucket_path: `${root}/up` },
      files: [['x.csv', `${root}/up/x.csv`]],
      keeps: true,
    },
    {
      tool: 'bucket_download_file',
      args: { bucket_path: `${root}/x.csv`, download_path: 'down' },
      files: [[`${root}/x.csv`, 'down/x.csv']],
      keeps: true,
    },
    {
      tool: 'bucket_delete_folder',
      args: { folder_path: `${root}/vol`, folder_name: 'vol' },
      files: folder(`${root}/vol`, ''),
    },
    { tool: 'bucket_delete_file', args: { file_path: `${root}/x.csv` }, files: [[`${root}/x.csv`, '']] },
    {
      tool: 'bucket_rename_file',
      args: { file_path: `${root}/a/x.csv`, new_name: 'y:1.csv' },
      files: [[`${root}/a/x.csv`, `${root}/a/y:1.csv`]],
    },
    {
      tool: 'bucket_move_file',
      args: { file_path: `${root}/a/x.csv`, new_folder_path: 's3://other/b' },
      files: [[`${root}/a/x.csv`, 's3://other/b/x.csv']],
    },
    {
      tool: 'bucket_move_file',
      args: { file_path: `${root}/a/x.csv`, new_folder_path: `${root}/b` },
      files: [[`${root}/a/x.csv`, `${root}/b/x.csv`]],
    },
  ]),
  {
    tool: 'bucket_move_file',
    args: { file_path: 'x.csv', new_folder_path: 'gs://lab/b' },
    files: [['x.csv', 'gs://lab/b/x.csv']],
  },
];

const isRemote = (address: string): boolean => address.includes('://');
/** In ASCII: stores show their bytes as Latin-1. */
const contents = (address: string): string =>
  address.endsWith('/empty') ? '' : `the words of ${encodeURIComponent(address)}`;

/** A new world that holds the operation's files, and one more that nothing may touch. */
function start({ files }: Operation): void {
  bench.close();
  bench = bucketBench();
  for (const [address] of files) {
    if (isRemote(address)) bench.put(address, contents(address));
    else bench.save(address, contents(address));
  }
  bench.put('gs://lab/other', 'others');
}

/** Addresses and contents of all that is there, files of our own on the disk left out. */
function state(): [string, string][] {
  return [...bench.everything()]
    .map(([address, text]): [string, string] => [address.replace(`${bench.disk}/`, ''), text])
    .filter(([address]) => !address.includes('.tracertools-'))
    .sort();
}

function after({ files, keeps }: Operation): [string, string][] {
  const left: [string, string][] = [['gs://lab/other', 'others']];
  for (const [before, to] of files) {
    if (keeps) left.push([before, contents(before)]);
    if (to !== '') left.push([to, contents(before)]);
  }
  return left.sort();
}

/** Of every file, whole, one of both places at least; nothing else anywhere. */
function expectNothingLost(operation: Operation): void {
  const now = new Map(state());
  expect(now.get('gs://lab/other')).toBe('others');
  now.delete('gs://lab/other');
  for (const [before, to] of operation.files) {
    const places = [before, to].filter((address) => now.has(address));
    for (const address of places) expect([address, now.get(address)]).toEqual([address, contents(before)]);
    if (to !== '') expect([before, places.length > 0]).toEqual([before, true]);
    if (operation.keeps) expect(places).toContain(before);
    for (const address of places) now.delete(address);
  }
  expect([...now]).toEqual([]);
}

const named = OPERATIONS.map((operation): [string, Operation] => [
  `${operation.tool} ${operation.files[0]!.join(' to ')}`,
  operation,
]);

/** Answers whether all is done; done already counts too: what is gone is not there. */
function attempt({ tool, args }: Operation): boolean {
  try {
    return bench.rows(tool, args).every(({ remarks }) => !(remarks instanceof TtError));
  } catch (error) {
    const { code, transient, message } = asTtError(error);
    if (code === 'NONE') {
      expect(message).toMatch(/if an earlier run (?:moved|deleted) it, nothing is left to do/i);
      return true;
    }
    expect([message, transient]).toEqual([message, true]);
    return false;
  }
}

/** The seventh loses the replies of an upload and of the question after it. */
const SEEDS = LONG ? Array.from({ length: 60 }, (_none, n) => n + 1) : [1, 7];
test.each(named)(`30 %% faults, seeds ${SEEDS.join(', ')}: %s`, (_name, operation) => {
  for (const seed of SEEDS) {
    start(operation);
    const chance = random(seed);
    bench.intercept = (_request, send) => {
      const fault = FAULTS[Math.floor(chance() * FAULTS.length)]!;
      const lot = chance();
      if (lot < 0.15) return fault();
      // It arrived, and its reply is lost.
      const reply = send();
      return lot < 0.3 ? fault() : reply;
    };
    let isDone = false;
    for (let run = 0; run < 30 && !isDone; run++) {
      isDone = attempt(operation);
      expectNothingLost(operation);
    }
    expect([seed, isDone, state()]).toEqual([seed, true, after(operation)]);
  }
});

const kills = named.flatMap(([name, operation]) =>
  (['before', 'after'] as const).map((when) => [when, name, operation] as const),
);
test.each(kills)('killed %s every request is carried out: %s', (when, _name, operation) => {
  for (let stop = 0; ; stop++) {
    start(operation);
    let left = stop;
    let isKilled = false;
    bench.intercept = (_request, send) => {
      left -= 1;
      if (left >= 0) return send();
      if (!isKilled && when === 'after') send();
      isKilled = true;
      throw new Error('killed');
    };
    try {
      bench.rows(operation.tool, operation.args);
    } catch (error) {
      expect(error).not.toBeInstanceOf(TtError);
    }
    bench.intercept = null;
    expectNothingLost(operation);
    expect(attempt(operation)).toBe(true);
    expect([stop, state()]).toEqual([stop, after(operation)]);
    if (!isKilled) return;
  }
});

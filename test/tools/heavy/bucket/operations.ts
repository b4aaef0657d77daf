/** Every operation on files and folders, and what is where before and after it; tests disturb them. */
import { createHash } from 'node:crypto';
import { asTtError, TtError } from '../../../../src/core/errors';
import { type BucketBench, bucketBench } from './support';

export interface Operation {
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

export const OPERATIONS: Operation[] = [
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
  address.endsWith('/empty')
    ? ''
    : address.endsWith('/big')
      ? LARGE
      : `the words of ${encodeURIComponent(address)}`;
/** Larger than one piece: it is written in parts. */
const LARGE = 'in parts '.repeat(600_000);

/** A long text by its length and hash, which are compared sooner. */
const short = (text: string): string =>
  text.length < 10_000 ? text : `${text.length} ${createHash('md5').update(text).digest('hex')}`;

/** A new world that holds the operation's files, and one more that nothing may touch. */
export function worldOf({ files }: Operation): BucketBench {
  const bench = bucketBench();
  for (const [address] of files) {
    if (isRemote(address)) bench.put(address, contents(address));
    else bench.save(address, contents(address));
  }
  bench.put('gs://lab/other', 'others');
  return bench;
}

/** Addresses and contents of all that is there, files of our own on the disk left out. */
export function stateOf(bench: BucketBench): [string, string][] {
  return [...bench.everything()]
    .map(([address, text]): [string, string] => [address.replace(`${bench.disk}/`, ''), short(text)])
    .filter(([address]) => !address.includes('.tracertools-'))
    .sort();
}

export function after({ files, keeps }: Operation): [string, string][] {
  const left: [string, string][] = [['gs://lab/other', 'others']];
  for (const [before, to] of files) {
    if (keeps) left.push([before, short(contents(before))]);
    if (to !== '') left.push([to, short(contents(before))]);
  }
  return left.sort();
}

/** Of every file, whole, one of both places at least; nothing else anywhere. */
export function expectNothingLost(bench: BucketBench, operation: Operation): void {
  const now = new Map(stateOf(bench));
  expect(now.get('gs://lab/other')).toBe('others');
  now.delete('gs://lab/other');
  for (const [before, to] of operation.files) {
    const places = [before, to].filter((address) => now.has(address));
    for (const address of places)
      expect([address, now.get(address)]).toEqual([address, short(contents(before))]);
    if (to !== '') expect([before, places.length > 0]).toEqual([before, true]);
    if (operation.keeps) expect(places).toContain(before);
    for (const address of places) now.delete(address);
  }
  expect([...now]).toEqual([]);
}

export const named = (operations: readonly Operation[]): [string, Operation][] =>
  operations.map((one) => [`${one.tool} ${one.files[0]!.join(' to ')}`, one]);

export const NAMED_OPERATIONS = named(OPERATIONS);

/** The failures that a call reports: the one that ended it, or those in its rows. */
export function failuresOf(bench: BucketBench, { tool, args }: Operation): TtError[] {
  try {
    return bench.rows(tool, args).flatMap(({ remarks }) => (remarks instanceof TtError ? [remarks] : []));
  } catch (error) {
    return [asTtError(error)];
  }
}

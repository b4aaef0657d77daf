/** A folder with objects of every kind, and the stores to copy it between. */
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { localFiles } from '../../../src/node/files/local-files';
import { type LocalFiles, type Location, storeLocation } from '../../../src/volumes/places/locate';
import type { WriteOptions } from '../../../src/volumes/store/store';
import { random } from '../../../workbench/random';
import { NOW } from '../../support/sandbox-driver';
import { type StoreBench, storeBench } from '../store/bench';

export const ROOTS = ['gs://lab', 'gs://other', 's3://lab', 'nokura://lab', 'disk'] as const;
export type Root = (typeof ROOTS)[number];
const HOSTS: Record<string, string> = {
  gs: 'storage.googleapis.com',
  s3: 's3.amazonaws.com',
  nokura: 'c10s.pni.princeton.edu',
};

export interface TransferBench extends StoreBench {
  at(root: Root, folder: string): Location;
  locate(address: string): Location;
  local: LocalFiles;
  /** The folder of this machine. */
  disk: string;
  hosts: Record<string, string>;
  close(): void;
}

export function transferBench(): TransferBench {
  const bench = storeBench();
  for (const host of Object.values(HOSTS)) {
    for (const name of ['lab', 'other']) bench.stores.bucket(host, name, { open: false });
  }
  const disk = mkdtempSync(join(tmpdir(), 'transfer-'));
  const local = localFiles(disk);
  return Object.assign(bench, {
    local,
    disk,
    hosts: HOSTS,
    locate: (address: string) => storeLocation(address, 'path', { aliases: {}, local }),
    at: (root: Root, folder: string) =>
      storeLocation(
        root === 'disk' ? (folder.startsWith('/') ? folder : `./${folder}`) : `${root}/${folder}`,
        'path',
        { aliases: {}, local },
      ),
    close: () => rmSync(disk, { recursive: true, force: true }),
  });
}

export interface TestObject {
  name: string;
  bytes: Uint8Array;
  options: Required<Pick<WriteOptions, 'contentType' | 'cacheControl' | 'contentEncoding'>>;
}

const NAMES = [
  'info',
  'mesh/1:0:1',
  'mesh/1:0',
  'a b/c d',
  'quotes \'"`',
  'ünï/漢字 😀',
  'sum+minus-=&;,@$!*()~',
  '100%/x%41',
  'angles <>&amp;',
  'dots./..x/.y',
  'question?hash#',
  'ends.gz',
  'tabs\tand\\back',
];

/** Bytes of a large object: two pieces, the second one smaller. */
const BIG = 9 * 1024 * 1024;

const madeBefore = new Map<string, readonly TestObject[]>();

/** The same in every run: colons, spaces, quotes, every encoding, empty objects, and `big` large ones. */
export function testObjects(count: number, big = 0, seed = 1, bigBytes = BIG): readonly TestObject[] {
  const key = [count, big, seed, bigBytes].join();
  let objects = madeBefore.get(key);
  if (objects === undefined) {
    objects = makeObjects(count, big, seed, bigBytes);
    madeBefore.set(key, objects);
  }
  return objects;
}

function makeObjects(count: number, big: number, seed: number, bigBytes: number): TestObject[] {
  const chance = random(seed);
  return Array.from({ length: count }, (_none, n): TestObject => {
    const name = n < NAMES.length ? NAMES[n]! : `many ${n % 7}/${n}:0 ${NAMES[n % 5]!.replace(/\//g, '-')}`;
    const length = n < big ? bigBytes + n : n % 11 === 3 ? 0 : Math.floor(chance() * 3000);
    const plain = new Uint8Array(length);
    for (let i = 0; i < length; i += 1 + (i >> 10)) plain[i] = Math.floor(chance() * 256);
    const contentEncoding = ['', '', 'gzip', 'br', ''][n % 5]!;
    const packed =
      contentEncoding === 'gzip'
        ? gzipSync(plain)
        : contentEncoding === 'br'
          ? brotliCompressSync(plain)
          : plain;
    return {
      name,
      bytes: new Uint8Array(packed),
      options: {
        contentType: ['application/octet-stream', 'application/json', 'text/plain; charset=utf-8'][n % 3]!,
        cacheControl: ['', 'no-cache', 'public, max-age=60'][n % 3]!,
        contentEncoding,
      },
    };
  });
}

export function fill(bench: TransferBench, to: Location, objects: readonly TestObject[]): void {
  for (const { name, bytes, options } of objects)
    bench.run(to.store.write(`${to.name}/${name}`, bytes, options));
  if (to.store.place !== 'file') return;
  // The clock of the stores stands still: without a checksum, a copy is accepted if its source is not newer.
  for (const file of readdirSync(`/${to.name}`, { recursive: true })) {
    utimesSync(join(`/${to.name}`, String(file)), NOW / 1000, NOW / 1000);
  }
}

/**
 * Differences between the folder's objects and `objects`, as sentences; empty if all are equal and there are no others.
 */
export function differences(bench: TransferBench, at: Location, objects: readonly TestObject[]): string[] {
  const wrong: string[] = [];
  const { store } = at;
  const listed = new Set(bench.run(store.list(`${at.name}/`)).objects.map(({ name }) => name));
  for (const { name, bytes, options } of objects) {
    const whole = `${at.name}/${name}`;
    if (!listed.delete(whole)) wrong.push(`${name} is not listed`);
    const info = bench.run(store.stat(whole));
    const stored = bench.run(store.read(whole));
    if (info === null || stored === null) {
      wrong.push(`${name} is missing`);
      continue;
    }
    if (Buffer.compare(stored, bytes) !== 0) wrong.push(`${name} has other bytes`);
    for (const key of ['contentType', 'cacheControl', 'contentEncoding'] as const) {
      if (info[key] !== options[key]) wrong.push(`${name}: ${key} is ${info[key]}, not ${options[key]}`);
    }
  }
  return [...wrong, ...[...listed].map((name) => `${name} is more than there was`)];
}

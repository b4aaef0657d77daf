/**
 * Our stores on third-party servers: single objects, a folder there and back, copies within the server. STORES_SERVERS
 * names the servers, STORES_KEYS their keys; files are written to PEERS_DIR. The copied folder stays on the servers as
 * lab/judge, for other programs to compare with PEERS_DIR/<server>/folder.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TtError } from '../../src/core/errors';
import type { Work } from '../../src/http/work';
import type { Location } from '../../src/volumes/places/locate';
import type { WriteOptions } from '../../src/volumes/store/store';
import { planCopy } from '../../src/volumes/transfer/folder-plan';
import { runPlan } from '../../src/volumes/transfer/run-plan';
import { type Remote, remote, type Server } from '../../workbench/stores/remote';
import { testObjects } from '../volumes/transfer/support';

const folder = process.env.PEERS_DIR!;
const servers = JSON.parse(process.env.STORES_SERVERS!) as Server[];
const keys = JSON.parse(process.env.STORES_KEYS!) as { accessKey: string; secret: string };

/** Known differences of a server from the real store, which make a judgement impossible. */
const OTHERWISE: Record<string, readonly string[]> = {
  // 1.54 has no moveTo and no batch endpoint, and ignores preconditions on deletions and rewrites.
  'fake-gcs-server': ['move', 'removeMany', 'condition of a deletion'],
};

let passed = 0;
const failures: string[] = [];

function check(server: Server, what: string, found: unknown, right: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(right)) {
    passed += 1;
    return;
  }
  const show = (value: unknown) => JSON.stringify(value)?.slice(0, 300);
  failures.push(`${server.name}: ${what}: ${show(found)}, not ${show(right)}`);
}

const PLAIN: WriteOptions = { contentType: 'text/plain', cacheControl: 'no-cache' };
const text = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('utf8');

async function codeOf(far: Remote, work: Work<unknown>): Promise<string> {
  try {
    await far.run(work);
    return 'done';
  } catch (error) {
    return error instanceof TtError ? error.code : String(error);
  }
}

async function singleObjects(server: Server, far: Remote): Promise<void> {
  const { store } = far.at('lab/one');
  const isJudged = (what: string) => !OTHERWISE[server.name]?.includes(what);
  const name = 'one/a b:c+ü\'"&.txt';
  const written = await far.run(
    store.write(name, Buffer.from('hello'), { ...PLAIN, contentEncoding: 'gzip' }),
  );
  check(server, 'size of what was written', written.size, 5);
  const info = (await far.run(store.stat(name)))!;
  check(
    server,
    'facts',
    [info.contentType, info.cacheControl, info.contentEncoding, info.size],
    ['text/plain', 'no-cache', 'gzip', 5],
  );
  check(server, 'bytes', text(await far.run(store.read(name))), 'hello');
  check(server, 'range', text(await far.run(store.read(name, { start: 1, end: 3 }))), 'el');
  check(server, 'a version that is gone', await codeOf(far, store.read(name, undefined, '1')), 'INPUT');
  check(
    server,
    'missing',
    [await far.run(store.stat('none')), await far.run(store.read('none'))],
    [null, null],
  );
  const again = store.write(name, Buffer.from('other'), { ...PLAIN, onlyNew: true });
  check(
    server,
    'written once only',
    [await codeOf(far, again), text(await far.run(store.read(name)))],
    ['INPUT', 'hello'],
  );
  await far.run(store.write('one/empty', new Uint8Array(0), PLAIN));
  check(server, 'empty', (await far.run(store.open('one/empty', 9)))?.info.size, 0);
  const copied = await far.run(store.copy(name, 'one/copy', { source: info }));
  check(server, 'copy', [copied.size, copied.contentType, copied.contentEncoding], [5, 'text/plain', 'gzip']);
  const elsewhere = await far.run(store.copy(name, 'one/copy', { bucket: 'other' }));
  check(server, 'copy to another bucket', elsewhere.size, 5);
  if (isJudged('move')) {
    await far.run(store.move('one/copy', 'one/moved'));
    const there = [await far.run(store.stat('one/copy')), (await far.run(store.stat('one/moved')))?.size];
    check(server, 'move', there, [null, 5]);
  }
  if (isJudged('condition of a deletion')) {
    check(server, 'a deletion of another version', await codeOf(far, store.remove(name, '1')), 'INPUT');
  }
  const level = await far.run(store.list('', { delimiter: '/' }));
  check(server, 'one level', level.folders.includes('one/'), true);
  const all = (await far.run(store.list('one/'))).objects.map((object) => object.name);
  if (isJudged('removeMany')) check(server, 'deletion of many', await far.run(store.removeMany(all)), []);
  else for (const one of all) await far.run(store.remove(one));
  check(server, 'nothing is left', (await far.run(store.list('one/'))).objects, []);
  check(server, 'a missing bucket', await codeOf(far, far.at('nowhere/x').store.list('')), 'NONE');
}

/** Uploads in pieces; an aborted upload must leave nothing. */
async function uploads(server: Server, far: Remote): Promise<void> {
  const { store } = far.at('lab/big');
  const size = 17 * 1024 * 1024;
  const bytes = Buffer.alloc(size, 'pieces ');
  const begin = () => store.upload('big/a', { ...PLAIN, size, crc32c: '' });
  const left = await far.run(begin());
  await far.run(left.write(bytes.subarray(0, left.piece)));
  await far.run(left.abort());
  check(server, 'nothing of what was given up', await far.run(store.unfinished('big/')), []);
  const upload = await far.run(begin());
  for (let at = 0; at < size; at += upload.piece) {
    await far.run(upload.write(bytes.subarray(at, at + upload.piece)));
  }
  await far.run(upload.finish());
  const stored = await far.run(store.read('big/a'));
  check(server, 'an upload in pieces', stored !== null && bytes.equals(stored), true);
  await far.run(store.remove('big/a'));
}

async function copyFolder(server: Server, far: Remote, from: Location, to: Location): Promise<void> {
  const plan = await far.run(planCopy(from, to));
  const { done, failed } = await far.run(runPlan(plan, { progress: () => {} }));
  const what = `${from.text} to ${to.text}`;
  check(
    server,
    what,
    [done, failed.map(({ name, error }) => `${name}: ${error.message}`)],
    [plan.items.length, []],
  );
  const again = await far.run(planCopy(from, to));
  check(
    server,
    `${what}: all of it is there`,
    again.items.map((item) => item.to),
    [],
  );
}

/** From this machine to the server, to another bucket there, and back: byte for byte. */
async function folders(server: Server, far: Remote): Promise<void> {
  const own = join(folder, server.name);
  const objects = testObjects(120, 2).map((object) => ({ ...object, bytes: new Uint8Array(object.bytes) }));
  const taken = objects.filter(
    ({ name }) => far.at('lab/x').store.refuses(name) === '' && !name.endsWith('.gz'),
  );
  for (const { name, bytes } of taken) {
    const file = join(own, 'folder', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const start = far.disk(join(own, 'folder'));
  await copyFolder(server, far, start, far.at('lab/judge'));
  far.received = 0;
  await copyFolder(server, far, far.at('lab/judge'), far.at('other/copy'));
  // Lists and metadata; 18 MB of objects were copied.
  check(server, 'nothing passes here in a copy within the server', far.received < 1e6, true);
  await copyFolder(server, far, far.at('other/copy'), far.disk(join(own, 'back')));
  const differing = taken.filter(({ name, bytes }) => !readFileSync(join(own, 'back', name)).equals(bytes));
  check(
    server,
    'bytes after the way there and back',
    differing.map(({ name }) => name),
    [],
  );
}

async function main(): Promise<void> {
  for (const server of servers) {
    const far = remote(server, join(folder, server.name), keys);
    for (const judge of [singleObjects, uploads, folders]) {
      try {
        await judge(server, far);
      } catch (error) {
        failures.push(
          `${server.name}: ${judge.name}: ${error instanceof Error ? error.stack : String(error)}`,
        );
      }
    }
  }
  for (const words of failures) console.error(words);
  console.log(`our stores on ${servers.map(({ name }) => name).join(', ')}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

void main();

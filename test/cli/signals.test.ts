/**
 * Signals that end the built program, at any moment of each verb that writes: what it wrote is complete or absent, its
 * input is unchanged, and its exit code says how it ended. The moments are random (seed 31); npm run test:long tries
 * many.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { type RunningServer, serve } from '@tracer-tools/cave/server';
import { controlHandler } from '@tracer-tools/cave/services/control';
import { casesOf, LONG } from '../../workbench/long';
import { random } from '../../workbench/random';

const ROOT = join(__dirname, '..', '..');
const PROGRAM = join(ROOT, 'scripts', 'tracertools.mjs');
const HOST = 'storage.googleapis.com';
const folder = mkdtempSync(join(tmpdir(), 'tracertools-signals-'));
const TETRAHEDRON = 'v 0 0 0\nv 600 0 0\nv 0 600 0\nv 0 0 600\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n';
/** Small files, and one that passes in pieces. */
const NAMES = [...Array.from({ length: 200 }, (_none, n) => `s/${n}:0`), 'big'];
const contentOf = (name: string) => (name === 'big' ? 'b'.repeat(12e6) : name.repeat(200));

let served: RunningServer;
let cave: CaveSandbox;
beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'cli.mjs')]);
  const handlers: Parameters<typeof serve>[0]['handlers'] = [];
  served = await serve({ port: 0, handlers });
  cave = createCaveSandbox({ origin: served.origin });
  handlers.push(controlHandler(cave), cave.handle);
  mkdirSync(join(folder, 'source/s'), { recursive: true });
  for (const name of NAMES) writeFileSync(join(folder, 'source', name), contentOf(name));
  writeFileSync(join(folder, 'tri.obj'), TETRAHEDRON);
}, 60_000);
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

const bucket = () => cave.stores.bucket(HOST, 'signals', { open: false });
const objects = () =>
  new Map(
    bucket()
      .list({ most: 1e6 })
      .items.map(({ name, bytes }) => [name, bytes.length]),
  );
const files = (path: string): string[] =>
  existsSync(path) ? (readdirSync(path, { recursive: true }) as string[]).map(String) : [];
/** A file equals the source's file. */
const isWhole = (path: string, name: string) => readFileSync(path, 'latin1') === contentOf(name);

interface Verb {
  argv: string[];
  prepare?: () => void;
  /** Describes what is wrong. */
  check: (dir: string) => string[];
}
const allOf = (path: string): string[] =>
  NAMES.filter((name) => existsSync(join(path, name)) && !isWhole(join(path, name), name)).map(
    (name) => `${name} is not whole`,
  );
const inBucket = (prefix: string): string[] =>
  [...objects()].flatMap(([name, size]) => {
    const own = name.slice(prefix.length);
    return name.startsWith(prefix) && size !== contentOf(own).length ? [`${name} is not whole`] : [];
  });
const fillBucket = (prefix: string) => {
  for (const name of NAMES) bucket().put(prefix + name, new Uint8Array(Buffer.from(contentOf(name))));
};
const emptyBucket = () => {
  for (const name of objects().keys()) bucket().delete(name);
};

/** The files of a volume at a place; without its info file, a folder is no volume yet. */
const VOLUME = ['info', 'mesh/info', 'mesh/1:0'];
const wholeVolume = (has: (name: string) => boolean): string[] =>
  has('info') ? VOLUME.filter((name) => !has(name)).map((name) => `the volume has no ${name}`) : [];

/** Only in npm run test:long. */
const MORE_VERBS: Record<string, Verb> = {
  'a copy in a bucket': {
    prepare: () => fillBucket('c/'),
    argv: ['bucket_copy_folder', 'gs://signals/c', 'gs://signals/copy'],
    check: () => [...inBucket('copy/'), ...lostFrom('c/')],
  },
  'a move in a bucket': {
    prepare: () => fillBucket('n/'),
    argv: ['bucket_move_file', 'gs://signals/n/big', 'gs://signals/moved'],
    check: () => [
      ...inBucket('n/'),
      ...inBucket('moved/'),
      ...(objects().has('n/big') || objects().has('moved/big') ? [] : ['big is lost']),
    ],
  },
  'a rename on the disk': {
    argv: ['bucket_rename_file', 'own/big', 'new'],
    check: (dir) => {
      const places = [join(dir, 'own/big'), join(dir, 'own/new')].filter((path) => existsSync(path));
      return places.length > 0 && places.every((path) => isWhole(path, 'big')) ? [] : ['big is not whole'];
    },
  },
  'a volume on a bucket': {
    argv: ['make_bucket_volume_from_obj', '../tri.obj', 'gs://signals/vol'],
    check: () => wholeVolume((name) => objects().has(`vol/${name}`)),
  },
  'a volume in a folder': {
    argv: ['make_bucket_volume_from_obj', '../tri.obj', 'out/vol'],
    check: (dir) => wholeVolume((name) => existsSync(join(dir, 'out/vol', name))),
  },
  'a list': {
    prepare: () => fillBucket('l/'),
    argv: ['bucket_list', 'gs://signals/l', 'recursive=TRUE', '--out', 'list.tsv'],
    check: (dir) => {
      const path = join(dir, 'list.tsv');
      const rows = existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 2 : NAMES.length;
      return rows === NAMES.length ? [] : [`${rows} rows`];
    },
  },
};
const lostFrom = (prefix: string): string[] =>
  NAMES.filter((name) => !objects().has(prefix + name)).map((name) => `${name} is lost`);

const VERBS: Record<string, Verb> = {
  ...(LONG ? MORE_VERBS : {}),
  'a copy on the disk': {
    argv: ['bucket_copy_folder', '../source', 'out'],
    check: (dir) => allOf(join(dir, 'out')),
  },
  'a download': {
    prepare: () => fillBucket('d/'),
    argv: ['bucket_download_folder', 'gs://signals/d', 'out'],
    check: (dir) => allOf(join(dir, 'out')),
  },
  'an upload': { argv: ['bucket_upload_folder', '../source', 'gs://signals/u'], check: () => inBucket('u/') },
  'a move to the disk': {
    prepare: () => fillBucket('m/'),
    argv: ['bucket_move_file', 'gs://signals/m/big', 'out/'],
    check: (dir) => {
      const there = existsSync(join(dir, 'out/big'));
      const lost = objects().has('m/big') || (there && isWhole(join(dir, 'out/big'), 'big'));
      return [...(lost ? [] : ['big is lost']), ...(there ? allOf(join(dir, 'out')) : [])];
    },
  },
  'a deletion': {
    prepare: () => fillBucket('x/'),
    argv: ['bucket_delete_folder', 'gs://signals/x', 'x'],
    check: () => inBucket('x/'),
  },
  'a volume': {
    argv: ['make_local_volume_from_obj', '../tri.obj', '--out', 'vol'],
    check: (dir) => (existsSync(join(dir, 'vol')) && !existsSync(join(dir, 'vol/info')) ? ['no info'] : []),
  },
  'a table': {
    argv: ['get_cave_table', 'cell_info', '--out', 'rows.csv', '--headers'],
    check: (dir) => {
      const path = join(dir, 'rows.csv');
      return existsSync(path) && !readFileSync(path, 'utf8').endsWith('\n') ? ['half a table'] : [];
    },
  },
};

/** A file of the run's own folder, which a verb may move. */
const ownFile = (dir: string) => {
  mkdirSync(join(dir, 'own'));
  writeFileSync(join(dir, 'own/big'), contentOf('big'));
};

const ended = (argv: string[], cwd: string, signal: NodeJS.Signals | null, afterMs: number) =>
  new Promise<{ code: number | null; err: string }>((resolve) => {
    const env = { PATH: process.env.PATH, HOME: folder };
    const child = spawn(process.execPath, [PROGRAM, ...argv, '--sandbox', served.origin], { cwd, env });
    let err = '';
    child.stdin.end();
    child.stderr.on('data', (piece) => (err += piece));
    const timer = signal === null ? undefined : setTimeout(() => child.kill(signal), afterMs);
    // Before Node itself listens, the signal ends the process.
    child.on('close', (code, by) => {
      clearTimeout(timer);
      resolve({ code: by === null ? code : 130, err });
    });
  });

const ROUNDS = casesOf(1, 25);
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
test.each(Object.entries(VERBS))(
  `%s, ended at ${ROUNDS} moments, seed 31`,
  async (what, { argv, prepare, check }) => {
    const chance = random(31 + Object.keys(VERBS).indexOf(what));
    emptyBucket();
    prepare?.();
    // The duration is known after one complete run.
    const dir = join(folder, 'run');
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    ownFile(dir);
    const began = Date.now();
    const whole = await ended(argv, dir, null, 0);
    const wholeMs = Date.now() - began;
    expect([whole.code, check(dir)]).toEqual([0, []]);
    for (let round = 0; round < ROUNDS; round++) {
      rmSync(dir, { recursive: true, force: true });
      mkdirSync(dir);
      ownFile(dir);
      emptyBucket();
      prepare?.();
      const at = Math.round((0.3 + 0.75 * chance()) * wholeMs);
      const { code, err } = await ended(argv, dir, SIGNALS[Math.floor(chance() * 3)]!, at);
      expect([round, at, code === 0 || code === 130, code, err]).toEqual([
        round,
        at,
        true,
        code,
        // Ended after its last remark, it has written everything.
        code === 0 || /^\d+ rows?: \S+\n$/.test(err) ? err : '',
      ]);
      expect([round, at, check(dir)]).toEqual([round, at, []]);
      expect([round, files(dir).filter((name) => /\.part$|tracertools-part/.test(name))]).toEqual([
        round,
        [],
      ]);
      if (code === 130) {
        // A second run ends well, whatever the first one left.
        const again = await ended(argv, dir, null, 0);
        const words = /is not there|there is no (?:such|file or) folder|is there already|is not empty/;
        if (again.code !== 0) expect([round, again.err]).toEqual([round, expect.stringMatching(words)]);
        expect(check(dir)).toEqual([]);
      }
    }
    expect(NAMES.filter((name) => !isWhole(join(folder, 'source', name), name))).toEqual([]);
  },
  casesOf(60_000, 600_000),
);

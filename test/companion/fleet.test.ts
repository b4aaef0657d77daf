/** Companion processes on one bucket and one queue, as on Cloud Run: processes are killed, deliveries come late and twice. */

import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GOOGLE } from '@tracer-tools/cave/stores';
import { TASKS_HOST, TaskQueues } from '@tracer-tools/cave/tasks/api';
import type { Deliveries } from '@tracer-tools/cave/tasks/deliveries';
import type { WireRow } from '../../src/tools/companion/wire';
import { LONG } from '../../workbench/long';
import { bundle } from './support/bundle';
import { eventually } from './support/eventually';
import { seeded } from './support/fleet';
import { askAt, BANC, type LocalCave, localCave, SECRET } from './support/service';

const QUEUE = 'projects/p/locations/l/queues/q';
const SERVICE = 'https://companion.example';
const ACCOUNT = 'tasks@p.iam.gserviceaccount.com';
const TOOL = 'get_seg_3d_volume';
const COUNT = LONG ? 600 : 300;

interface Companion {
  child: ChildProcess;
  url: string;
}

/** Deliveries that kill their process: the first one asks for the whole column, those after it for parts of it. */
const DEADLY = [2, 3];

let cave: LocalCave;
let queue: Deliveries;
let processes: Companion[] = [];
/** How many deliveries went out, and processes that end at the next request: each has a delivery without a reply. */
let deliveries = 0;
const doomed: Companion[] = [];
const random = seeded(21);

beforeAll(async () => {
  cave = await localCave();
  cave.cave.stores.bucket(GOOGLE, 'state', { open: false });
  const queues = new TaskQueues({
    token: cave.cave.storageToken,
    random,
    now: Date.now,
    sign: (claims) => cave.cave.identity.sign(claims),
    route: (url) => {
      deliveries += 1;
      const isDeadly = DEADLY.includes(deliveries);
      // The last process is the one that the test asks.
      const chosen = processes[isDeadly ? 0 : Math.floor(random() * processes.length)]!;
      if (isDeadly) doomed.push(...processes.splice(0, 1));
      return url.replace(SERVICE, chosen.url);
    },
  });
  queue = queues.queue(QUEUE, { minBackoffMs: 50, maxBackoffMs: 500, maxConcurrentDispatches: 6 });
  queue.faults = { twice: 0.2, again: 0.1, lateMs: 50 };
  cave.first.push(() => {
    for (const { child } of doomed.splice(0)) child.kill('SIGKILL');
    return null;
  });
  const mount = `/stores/${TASKS_HOST}`;
  cave.first.push((request) =>
    request.path.startsWith(mount)
      ? queues.handle({ ...request, path: request.path.slice(mount.length) })
      : null,
  );
  const main = program();
  processes = await Promise.all(Array.from({ length: 3 }, () => start(main)));
});
afterAll(async () => {
  queue.close();
  for (const { child } of processes) child.kill('SIGKILL');
  await cave.close();
});

/** The companion's program beside its worker's, written once: a process that starts must not read half of it. */
function program(): string {
  const main = join(dirname(bundle()), 'main.cjs');
  copyFileSync(bundle('src/companion/main.ts'), main);
  return main;
}

async function start(main: string): Promise<Companion> {
  const child = spawn(process.execPath, [main, '--port', '0', '--sandbox', cave.origin], {
    env: {
      TT_BUCKET: 'state',
      TT_QUEUE: QUEUE,
      TT_URL: SERVICE,
      TT_QUEUE_ACCOUNT: ACCOUNT,
      TT_SECRET: SECRET,
      TT_STORAGE_TOKEN: cave.cave.storageToken,
      TT_WORKERS: '1',
      TT_LEASE_SECONDS: '6',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stderr.on('data', (text) => {
    output.err += String(text);
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the companion ended with ${code}: ${output.err}`)));
    child.stdout.on('data', (text) => {
      output.out += String(text);
      if (output.out.includes('\n')) resolve();
    });
  });
  return { child, url: (JSON.parse(output.out) as { url: string }).url };
}

interface View {
  id: string;
  state: string;
  done: number;
  total: number;
  rows: WireRow[];
  ranges: [number, number][];
}

async function ask(path: string, body: object): Promise<View> {
  const { url } = processes[processes.length - 1]!;
  const claims = {
    aud: cave.cave.identity.audience,
    sub: '1001',
    email: 'ada@lab.example',
    email_verified: true,
  };
  const at = Math.floor(Date.now() / 1000);
  const token = cave.cave.identity.sign({
    iss: 'https://accounts.google.com',
    iat: at,
    exp: at + 3600,
    ...claims,
  });
  const headers = { authorization: `Bearer ${token}`, 'x-cave-token': cave.cave.token };
  const reply = await askAt(`${url}${path}`, headers, body);
  expect([reply.status, reply.body]).toEqual([200, expect.anything()]);
  return reply.body as View;
}

/** Ids of the sandbox's world, some of them not there. */
function someIds(): string[] {
  const graph = cave.cave.truth.graph(BANC);
  const ids: string[] = [];
  for (let i = 0; ids.length < COUNT && graph.family(i); i++) {
    const roots = graph.family(i)!.roots;
    ids.push(graph.idOf(roots[roots.length - 1]!), String(720575940000000001n + BigInt(i)));
  }
  return ids;
}

test('two of three processes are killed at work: every row once, and as one process answers them', async () => {
  const ids = someIds();
  expect(ids).toHaveLength(COUNT);
  const body = { tool: TOOL, server: cave.origin, datastack: BANC, ids, args: {} };
  const { id } = await ask('/v1/columns', body);
  const read: [number, number][] = [];
  const rows: WireRow[] = [];
  await eventually(async () => {
    const page = await ask(`/v1/columns/${id}/rows`, { read, most: 100 });
    read.push(...page.ranges);
    rows.push(...page.rows);
    return page.state === 'done' && page.rows.length === 0;
  });
  const whole = (await ask(`/v1/tools/${TOOL}`, { ...body, tool: undefined })) as unknown as {
    rows: WireRow[];
  };
  const sortRows = (list: readonly WireRow[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(rows).toHaveLength(COUNT);
  expect(sortRows(rows)).toEqual(sortRows(whole.rows));
  expect(rows.some((row) => 'cells' in row) && rows.some((row) => 'error' in row)).toBe(true);
  // Killed processes leave deliveries without a reply: their tasks came again.
  expect(queue.log.filter(({ status }) => status === 0).length).toBeGreaterThanOrEqual(DEADLY.length);
  expect(processes).toHaveLength(1);
});

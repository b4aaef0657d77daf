/** Companion processes on one bucket and one queue, as on Cloud Run: processes are killed, deliveries come late and twice. */

import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GOOGLE } from '@tracer-tools/cave/stores';
import { TASKS_HOST, TaskQueues } from '@tracer-tools/cave/tasks/api';
import type { Deliveries } from '@tracer-tools/cave/tasks/deliveries';
import { LONG } from '../../workbench/long';
import { bundle } from './support/bundle';
import { seeded } from './support/fleet';
import { type LocalCave, localCave } from './support/local-cave';
import {
  type CompanionProcess,
  STATE_BUCKET,
  startCompanion,
  volumeColumn,
  volumeIds,
} from './support/processes';

const QUEUE = 'projects/p/locations/l/queues/q';
const SERVICE = 'https://companion.example';
const COUNT = LONG ? 600 : 300;

/** Deliveries that kill their process: the first one asks for the whole column, those after it for parts of it. */
const DEADLY = [2, 3];

let cave: LocalCave;
let queue: Deliveries;
let processes: CompanionProcess[] = [];
/** How many deliveries went out, and processes that end at the next request: each has a delivery without a reply. */
let deliveries = 0;
const doomed: CompanionProcess[] = [];
const random = seeded(21);

beforeAll(async () => {
  cave = await localCave();
  cave.cave.stores.bucket(GOOGLE, STATE_BUCKET, { open: false });
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
  processes = await Promise.all(
    Array.from({ length: 3 }, () => startCompanion(main, cave, { queue: QUEUE, serviceUrl: SERVICE })),
  );
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

test('two of three processes are killed at work: every row once, and as one process answers them', async () => {
  const ids = volumeIds(cave, COUNT);
  expect(ids).toHaveLength(COUNT);
  const { rows, whole } = await volumeColumn(cave, () => processes[processes.length - 1]!, ids);
  expect(rows).toHaveLength(COUNT);
  expect(rows).toEqual(whole);
  expect(rows.some((row) => 'cells' in row) && rows.some((row) => 'error' in row)).toBe(true);
  // Killed processes leave deliveries without a reply: their tasks came again.
  expect(queue.log.filter(({ status }) => status === 0).length).toBeGreaterThanOrEqual(DEADLY.length);
  expect(processes).toHaveLength(1);
});

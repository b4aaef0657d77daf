/**
 * The companion's columns over an emulator of Cloud Tasks (aertje/cloud-tasks-emulator), which keeps the tasks, signs the
 * deliveries and tries again: several processes on one bucket; processes are killed at work, deliveries come late, twice,
 * and again after they were done; createTask and writes of the state are refused, and replies of createTask get lost. Every row must come once, and as one
 * process answers it.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GOOGLE } from '@tracer-tools/cave/stores';
import { TASKS_HOST } from '@tracer-tools/cave/tasks/api';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { pause } from '../companion/support/eventually';
import { seeded } from '../companion/support/fleet';
import { localCave } from '../companion/support/local-cave';
import {
  type CompanionProcess,
  STATE_BUCKET,
  startCompanion,
  TASK_ACCOUNT,
  volumeColumn,
  volumeIds,
} from '../companion/support/processes';

const QUEUE = 'projects/p/locations/l/queues/q';
const COUNT = 1000;
const PROCESSES = 5;
/** Deliveries in whose midst the process is killed; the first delivery hands out the parts. */
const DEADLY = [1, 3, 5, 7];
/** Each how many calls of createTask, or deliveries, the fault happens. The first reply of createTask is lost too. */
const EVERY = { stateRefused: 7, refused: 3, lostReply: 4, twice: 4, again: 2 };
const LATE_MS = 400;
/** The emulator’s own header. */
const ATTEMPT = 'x-cloudtasks-taskretrycount';

const [emulator, python, bridgeProgram, main] = process.argv.slice(2) as [string, string, string, string];
const random = seeded(31);
const children: ChildProcess[] = [];
const calls = { write: 0, create: 0, deliver: 0, done: 0 };
const counts = {
  created: 0,
  stateRefused: 0,
  refused: 0,
  existed: 0,
  delivered: 0,
  retried: 0,
  twice: 0,
  again: 0,
  killed: 0,
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The public key of the emulator. It names an algorithm `RSA256`, which does not exist, so the name is left out. */
async function emulatorKeys(issuer: string): Promise<JWTVerifyGetKey> {
  for (let attempt = 0; ; attempt++) {
    try {
      const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as JSONWebKeySet;
      return createLocalJWKSet({ keys: keys.map(({ alg: _alg, ...key }) => key) });
    } catch (error) {
      if (attempt > 100) throw error;
      await pause(100);
    }
  }
}

async function startBridge(address: string): Promise<string> {
  const bridge = spawn(python, [bridgeProgram, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(bridge);
  const line = await new Promise<string>((resolve, reject) => {
    bridge.once('exit', (code) => reject(new Error(`the bridge ended with ${code}`)));
    bridge.stdout.once('data', (data) => resolve(String(data)));
  });
  return (JSON.parse(line) as { url: string }).url;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function judge(): Promise<void> {
  const [port, issuerPort] = [await freePort(), await freePort()];
  const issuer = `http://127.0.0.1:${issuerPort}`;
  const args = ['-host', '127.0.0.1', '-port', String(port), '-queue', QUEUE, '-openid-issuer', issuer];
  children.push(spawn(emulator, args, { stdio: 'ignore' }));
  const keys = await emulatorKeys(issuer);
  const bridge = await startBridge(`127.0.0.1:${port}`);
  const cave = await localCave();
  cave.cave.stores.bucket(GOOGLE, STATE_BUCKET, { open: false });
  cave.first.push(async ({ path, body }) => {
    const refusal = { status: 503, headers: [], body: Buffer.alloc(0) };
    const isWrite = path.startsWith(`/stores/${GOOGLE}/upload/`) && path.includes(`/b/${STATE_BUCKET}/`);
    if (isWrite && ++calls.write % EVERY.stateRefused === 0) {
      counts.stateRefused++;
      return refusal;
    }
    const mount = `/stores/${TASKS_HOST}`;
    if (!path.startsWith(mount)) return null;
    const call = ++calls.create;
    if (call % EVERY.refused === 0) {
      counts.refused++;
      return refusal;
    }
    const isLost = call === 1 || call % EVERY.lostReply === 0;
    const reply = await fetch(bridge + path.slice(mount.length), { method: 'POST', body: Buffer.from(body) });
    const text = await reply.text();
    if (reply.status === 409) counts.existed++;
    else if (reply.status !== 200) console.log(`the emulator refuses the task: ${text}`);
    else counts.created++;
    return isLost ? refusal : { status: reply.status, headers: [], body: Buffer.from(text) };
  });

  let processes: CompanionProcess[] = [];
  /** Checks the emulator's signature, and signs as Google does for an account of the project. */
  async function resigned(authorization: string, audience: string): Promise<string> {
    const { payload } = await jwtVerify(authorization.replace('Bearer ', ''), keys, {
      algorithms: ['RS256'],
      issuer,
      audience,
    });
    assert.equal(payload.email, TASK_ACCOUNT);
    return `Bearer ${cave.cave.identity.sign({ ...payload, iss: 'https://accounts.google.com' })}`;
  }
  async function deliver(path: string, headers: Record<string, string>, body: Buffer): Promise<number> {
    const isDeadly = DEADLY.includes(++counts.delivered);
    // The last process is the one that the client asks.
    const chosen = processes[isDeadly ? 0 : Math.floor(random() * processes.length)]!;
    if (isDeadly) {
      processes = processes.slice(1);
      void pause(20 + random() * 60).then(() => {
        counts.killed++;
        chosen.child.kill('SIGKILL');
      });
    }
    return fetch(chosen.url + path, { method: 'POST', headers, body: new Uint8Array(body) }).then(
      ({ status }) => status,
      () => 503,
    );
  }
  /** Stands in front of the processes, as Cloud Run does. */
  const front = createServer(async (request, response) => {
    const body = await bodyOf(request);
    if (request.headers[ATTEMPT] !== '0') counts.retried++;
    const authorization = await resigned(String(request.headers.authorization), serviceUrl);
    await pause(random() * LATE_MS);
    // The process that lost the first reply asks again while its task is there.
    while (counts.existed === 0) await pause(10);
    const headers = { 'content-type': 'application/json', authorization };
    const isTwice = ++calls.deliver % EVERY.twice === 0;
    if (isTwice) counts.twice++;
    const [status] = await Promise.all(
      Array.from({ length: isTwice ? 2 : 1 }, () => deliver(request.url!, headers, body)),
    );
    const isLost = status! < 300 && ++calls.done % EVERY.again === 0;
    if (isLost) counts.again++;
    response.writeHead(isLost ? 503 : status!).end();
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const serviceUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  processes = await Promise.all(
    Array.from({ length: PROCESSES }, () => startCompanion(main, cave, { queue: QUEUE, serviceUrl })),
  );
  children.push(...processes.map(({ child }) => child));

  const ids = volumeIds(cave, COUNT);
  const started = Date.now();
  const { rows, whole } = await volumeColumn(cave, () => processes[processes.length - 1]!, ids);
  assert.equal(rows.length, ids.length);
  assert.deepEqual(rows, whole);
  assert.ok(rows.some((row) => 'cells' in row) && rows.some((row) => 'error' in row));
  assert.equal(counts.killed, DEADLY.length);
  for (const [what, count] of Object.entries(counts))
    assert.ok(count > 0, `nothing was ${what}: ${JSON.stringify(counts)}`);
  console.log(
    `Cloud Tasks emulator: ${ids.length} rows of a column once each, as one process answers them, in ` +
      `${((Date.now() - started) / 1000).toFixed(1)} s; ${JSON.stringify(counts)}`,
  );
}

let code = 0;
judge()
  .catch((error: unknown) => {
    console.error(error);
    code = 1;
  })
  .finally(() => {
    for (const child of children) child.kill('SIGKILL');
    process.exit(code);
  });

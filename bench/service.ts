/**
 * The companion in operation: cold start, idle memory, requests per second, and the same with ten times the load.
 * `ours` is the measured figure. `theirs` is null where there is nothing to compare with; then the note gives the goal.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createCaveSandbox } from '@tracer-tools/cave';
import { type MaybeHandler, serve } from '@tracer-tools/cave/server';
import { median, type Ratio } from './ratio';

const STARTS = 5;
const SECONDS = 4;
const CONNECTIONS = 8;
const POINTS = 1000;
const COLD_GOAL_MS = 500;
const IDLE_GOAL_MB = 100;

interface Running {
  child: ChildProcess;
  port: number;
  startedAt: number;
  readyAt: number;
}

/** Runs in the repository's folder. Compares with no other program. */
export async function service(_python: string | null): Promise<Ratio[]> {
  const root = process.cwd();
  const built = spawnSync(process.execPath, ['scripts/companion.mjs', '--build'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`the companion was not built: ${built.stderr}`);
  // jose is only an ES module, which this file's bundle cannot require.
  const { exportJWK, generateKeyPair, SignJWT } = await import('jose');
  const handlers: MaybeHandler[] = [];
  const served = await serve({ port: 0, handlers });
  const sandbox = createCaveSandbox({ origin: served.origin });
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256' }] });
  handlers.push(({ path }) =>
    path === '/oauth2/v3/certs'
      ? { status: 200, headers: [['content-type', 'application/json']], body: Buffer.from(jwks) }
      : sandbox.handle({ method: 'GET', path, headers: {}, body: new Uint8Array(0) }),
  );
  const token = await new SignJWT({ email: 'bench@lab.example', email_verified: true })
    .setProtectedHeader({ alg: 'RS256', kid: 'bench' })
    .setIssuer('https://accounts.google.com')
    .setSubject('1')
    .setAudience('bench')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  try {
    return [...(await coldStarts(root, served.origin, token)), ...(await loads(root, served.origin, token))];
  } finally {
    await served.close();
  }
}

function begin(root: string, origin: string): Promise<Running> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [join(root, 'dist/companion/main.cjs'), '--port', '0', '--sandbox', origin],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TT_MAX_PER_PERSON: '1000' },
    },
  );
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the companion ended')));
    child.stdout.once('data', (line: Buffer) => {
      const { port } = JSON.parse(String(line)) as { port: number };
      resolve({ child, port, startedAt, readyAt: performance.now() });
    });
  });
}

async function coldStarts(root: string, origin: string, token: string): Promise<Ratio[]> {
  const health: number[] = [];
  const first: number[] = [];
  const idle: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const running = await begin(root, origin);
    await call(running.port, 'GET', '/healthz');
    health.push(performance.now() - running.startedAt);
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    const status = readFileSync(`/proc/${running.child.pid}/status`, 'utf8');
    idle.push(Number(/VmRSS:\s+([0-9]+)/.exec(status)![1]) / 1000);
    running.child.kill('SIGKILL');
    const again = await begin(root, origin);
    await call(again.port, 'POST', ROUTE, headersOf(token), bodyOf(origin, 1));
    first.push(performance.now() - again.startedAt);
    again.child.kill('SIGKILL');
  }
  return [
    row(
      'companion: process start to first answer, ms',
      median(health),
      [health.length, 'starts'],
      `goal ≤ ${COLD_GOAL_MS} ms`,
      COLD_GOAL_MS,
    ),
    row(
      'companion: process start to first function answered, ms',
      median(first),
      [first.length, 'starts'],
      'keys read, worker started',
    ),
    row(
      'companion: idle memory, MB',
      median(idle),
      [idle.length, 'starts'],
      `goal ≤ ${IDLE_GOAL_MB} MB`,
      IDLE_GOAL_MB,
    ),
  ];
}

/** Compares a figure with a goal instead of another program: the ratio in the table is figure / goal. */
const row = (what: string, ours: number, work: Ratio['work'], note: string, goal?: number): Ratio => ({
  what,
  ours,
  work,
  other: goal === undefined ? '–' : 'the goal',
  theirs: goal ?? null,
  ...(goal === undefined ? {} : { goal: 1 }),
  note,
});

async function loads(root: string, origin: string, token: string): Promise<Ratio[]> {
  const { child, port } = await begin(root, origin);
  try {
    const headers = headersOf(token);
    const body = bodyOf(origin, POINTS);
    const health = (): Promise<Answered> => call(port, 'GET', '/healthz');
    const work = (): Promise<Answered> => call(port, 'POST', ROUTE, headers, body);
    const warm = await work();
    if (warm.status !== 200)
      throw new Error(`the companion answers ${warm.status}: ${warm.text.slice(0, 200)}`);
    const rows: Ratio[] = [];
    for (const [name, ask] of [
      ['GET /healthz', health],
      [`POST of ${POINTS} points`, work],
    ] as const) {
      for (const times of [1, 10]) {
        const before = processorMs(child.pid!);
        const { rate, p50, p99, statuses } = await load(ask, CONNECTIONS * times);
        const answers = [...statuses.values()].reduce((sum, count) => sum + count, 0);
        const each = (processorMs(child.pid!) - before) / answers;
        const seen = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
        rows.push(
          row(
            `companion: ${name}, ${CONNECTIONS * times} at once, median ms`,
            p50,
            [statuses.get(200) ?? 0, 'answers'],
            `${Math.round(rate)} answers a second, 99 of 100 within ${p99.toFixed(1)} ms, ${each.toFixed(2)} ms of the processor each; ${seen}`,
          ),
        );
        const wrong = [...statuses.keys()].filter((status) => status !== 200 && status !== 503);
        if (wrong.length > 0) throw new Error(`under load the companion answers ${wrong.join(', ')}`);
      }
    }
    return rows;
  } finally {
    child.kill('SIGKILL');
  }
}

/** User and system time of a process, all threads; Linux counts in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

const ROUTE = '/v1/tools/calc_3d_distance';
const headersOf = (token: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
});

function bodyOf(server: string, points: number): string {
  const a = Array.from({ length: points }, (_v, i) => [(i * 7919) % 10_007, (i * 104_729) % 10_009, i]);
  const args = { a, b: [[0, 0, 0]], resolution: '4,4,45' };
  return JSON.stringify({ server, datastack: 'brain_and_nerve_cord', args });
}

interface Answered {
  status: number;
  text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1000 });

function call(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function load(
  ask: () => Promise<Answered>,
  connections: number,
): Promise<{ rate: number; p50: number; p99: number; statuses: Map<number, number> }> {
  const times: number[] = [];
  const statuses = new Map<number, number>();
  const end = performance.now() + SECONDS * 1000;
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const started = performance.now();
      const { status } = await ask();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 200) times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  times.sort((a, b) => a - b);
  return {
    rate: times.length / SECONDS,
    p50: median(times),
    p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    statuses,
  };
}

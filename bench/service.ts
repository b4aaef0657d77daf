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
import { type LoadResult, loadHttp, requestBytes } from './http-load';
import { median, type Ratio } from './ratio';

const STARTS = 5;
const SECONDS = 4;
const WARM_SECONDS = 1;
const CONNECTIONS = 8;
const POINTS = 1000;
const COLD_GOAL_MS = 500;
/** Answers a second at 8 and at 80 requests at once. */
const RATE_GOAL = 1000;
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
    const rows: Ratio[] = [];
    for (const [name, method, path, headers, body] of [
      ['GET /healthz', 'GET', '/healthz', {}, ''],
      [`POST of ${POINTS} points`, 'POST', ROUTE, headersOf(token), bodyOf(origin, POINTS)],
    ] as const) {
      const first = await call(port, method, path, headers, body);
      if (first.status !== 200)
        throw new Error(`the companion answers ${first.status}: ${first.text.slice(0, 200)}`);
      const request = requestBytes(method, path, headers, body);
      const expected = Buffer.from(first.text);
      for (const connections of [CONNECTIONS, 10 * CONNECTIONS]) {
        const options = { port, request, expected, connections };
        await loadHttp({ ...options, seconds: WARM_SECONDS });
        const before = processorMs(child.pid!);
        const result = await loadHttp({ ...options, seconds: SECONDS });
        const serverMs = processorMs(child.pid!) - before;
        rows.push(...loadRows(method, `companion: ${name}, ${connections} at once`, result, serverMs));
      }
    }
    return rows;
  } finally {
    child.kill('SIGKILL');
  }
}

/** The client runs on the same processors, so the time of both is given. */
function loadRows(
  method: string,
  name: string,
  { statuses, times, seconds, clientMs }: LoadResult,
  serverMs: number,
): Ratio[] {
  const wrong = [...statuses.keys()].filter((status) => status !== 200 && status !== 503);
  if (wrong.length > 0) throw new Error(`under load the companion answers ${wrong.join(', ')}`);
  const answers = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const work: Ratio['work'] = [times.length, 'answers'];
  const seen = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
  const slow = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
  const rate = times.length / seconds;
  const [ofServer, ofClient] = [serverMs / answers, clientMs / answers];
  const rows = [
    row(
      `${name}, median ms`,
      median(times),
      work,
      `${Math.round(rate)} answers a second, 99 of 100 within ${slow.toFixed(1)} ms; ${seen}`,
    ),
  ];
  if (method === 'GET') return rows;
  return [
    ...rows,
    row(
      `${name}, ms between answers`,
      statuses.has(503) ? Number.POSITIVE_INFINITY : 1000 / rate,
      work,
      `goal ≥ ${RATE_GOAL} answers a second and no 503`,
      1000 / RATE_GOAL,
    ),
    row(
      `${name}, processor ms of the service an answer`,
      ofServer,
      work,
      `${Math.round(1000 / ofServer)} answers a second of its processor time; the client takes ${ofClient.toFixed(2)} ms an answer`,
    ),
  ];
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

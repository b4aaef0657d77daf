/** Companion processes over a local CAVE, as on Cloud Run, and a column that a client begins and reads from them. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { WireRow } from '../../../src/tools/companion/wire';
import { pause } from './eventually';
import { askAt, BANC, type LocalCave, SECRET } from './local-cave';

/** A service account that signs deliveries, and the bucket of the shared state. */
export const TASK_ACCOUNT = 'tasks@p.iam.gserviceaccount.com';
export const STATE_BUCKET = 'state';
export const VOLUME_TOOL = 'get_seg_3d_volume';

export interface CompanionProcess {
  child: ChildProcess;
  url: string;
}

/** Starts `main` (the companion's program beside its worker's) with a queue whose deliveries go to `serviceUrl`. */
export async function startCompanion(
  main: string,
  { cave, origin }: LocalCave,
  { queue, serviceUrl }: { queue: string; serviceUrl: string },
): Promise<CompanionProcess> {
  const child = spawn(process.execPath, [main, '--port', '0', '--sandbox', origin], {
    env: {
      TT_BUCKET: STATE_BUCKET,
      TT_QUEUE: queue,
      TT_URL: serviceUrl,
      TT_QUEUE_ACCOUNT: TASK_ACCOUNT,
      TT_SECRET: SECRET,
      TT_STORAGE_TOKEN: cave.storageToken,
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

interface ColumnView {
  id: string;
  state: string;
  rows: WireRow[];
  ranges: [number, number][];
}

/** `count` ids of the sandbox's world, every second one not there. */
export function volumeIds({ cave }: LocalCave, count: number): string[] {
  const graph = cave.truth.graph(BANC);
  const ids: string[] = [];
  for (let i = 0; ids.length < count && graph.family(i); i++) {
    const roots = graph.family(i)!.roots;
    ids.push(graph.idOf(roots[roots.length - 1]!), String(720575940000000001n + BigInt(i)));
  }
  return ids;
}

/** Rows of a column of volumes, read in pages while processes work on it; and what one process answers at once. */
export async function volumeColumn(
  cave: LocalCave,
  companion: () => CompanionProcess,
  ids: readonly string[],
): Promise<{ rows: WireRow[]; whole: WireRow[] }> {
  const body = { tool: VOLUME_TOOL, server: cave.origin, datastack: BANC, ids, args: {} };
  const ask = (path: string, question: object) => askColumn(cave, companion().url + path, question);
  const { id } = await ask('/v1/columns', body);
  const read: [number, number][] = [];
  const rows: WireRow[] = [];
  for (;;) {
    const page = await ask(`/v1/columns/${id}/rows`, { read, most: 100 });
    read.push(...page.ranges);
    rows.push(...page.rows);
    if (page.state === 'done' && page.rows.length === 0) break;
    if (page.rows.length === 0) await pause(20);
  }
  const { rows: whole } = await ask(`/v1/tools/${VOLUME_TOOL}`, { ...body, tool: undefined });
  const sorted = (list: readonly WireRow[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { rows: sorted(rows), whole: sorted(whole) };
}

async function askColumn({ cave }: LocalCave, url: string, body: object): Promise<ColumnView> {
  const at = Math.floor(Date.now() / 1000);
  const token = cave.identity.sign({
    iss: 'https://accounts.google.com',
    iat: at,
    exp: at + 3600,
    aud: cave.identity.audience,
    sub: '1001',
    email: 'ada@lab.example',
    email_verified: true,
  });
  const reply = await askAt(url, { authorization: `Bearer ${token}`, 'x-cave-token': cave.token }, body);
  if (reply.status !== 200) throw new Error(`${url} answered ${reply.status}: ${reply.text}`);
  return reply.body as ColumnView;
}

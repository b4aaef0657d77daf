/**
 * The built add-on with a real companion: the CAVE sandbox on a port of this machine, the companion's own command as a
 * child process, and the add-on in workers that use both over HTTP. Time is real here.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createWorkerHost, type WorkerHost } from '@tracer-tools/apps-script';
import type { CellValue, Grid, Workbook } from '@tracer-tools/apps-script/sheet';
import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { VOLUMES } from '@tracer-tools/cave/seeds/initial-objects';
import { type MaybeHandler, type RunningServer, serve } from '@tracer-tools/cave/server';
import type { CallName, Calls, Envelope, JobView } from '../../src/addon/interfaces/api';
import { builtAddon, EDITOR, OWNER } from '../../workbench/addon/built-addon';

const ROOT = join(__dirname, '..', '..');
/** The skeleton service sends clients to its bucket; the sandbox serves the bucket under its own origin. */
const SKELETON_FILES = 'https://storage.googleapis.com/download/storage/v1/b/cave-skeletons/';

export { EDITOR, OWNER };

export interface Companion {
  url: string;
  close(): void;
}

export interface LiveBench {
  origin: string;
  cave: CaveSandbox;
  host: WorkerHost;
  book: Workbook;
  grid: Grid;
  companion: Companion;
  call<Name extends CallName>(
    name: Name,
    args: Calls[Name]['args'],
    user?: string,
  ): Promise<Calls[Name]['value']>;
  attempt(name: CallName, args: unknown[], user?: string): Promise<Envelope<unknown>>;
  /** Repeats a call while it throws PENDING; collects the messages in `words`. */
  patiently<Name extends CallName>(
    name: Name,
    args: Calls[Name]['args'],
    words?: string[],
  ): Promise<Calls[Name]['value']>;
  /** What a cell shows after its formula has been computed. */
  formula(row: number, column: number, text: string): Promise<CellValue>;
  shown(row: number, column: number, rows: number, columns: number): string[][];
  drive(id: string): Promise<JobView>;
  close(): Promise<void>;
}

/**
 * Starts the companion's own command, and builds it first if it is out of date. Resolves with its address when it is
 * ready.
 */
export function startCompanion(origin: string, env: NodeJS.ProcessEnv = {}): Promise<Companion> {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(ROOT, 'scripts', 'companion.mjs'), '--port', '0', '--sandbox', origin],
    { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return new Promise((resolve, reject) => {
    let message = '';
    child.stderr!.on('data', (chunk) => {
      message += chunk;
    });
    child.stdout!.on('data', (chunk) => {
      message += chunk;
      const line = message.split('\n').find((each) => each.startsWith('{"ready":true'));
      if (!line) return;
      const { url } = JSON.parse(line) as { url: string };
      resolve({ url, close: () => void child.kill('SIGTERM') });
    });
    child.once('close', (code) => reject(new Error(`the companion ended with ${code}: ${message}`)));
  });
}

export async function liveBench(): Promise<LiveBench> {
  const handlers: MaybeHandler[] = [];
  const served: RunningServer = await serve({ port: 0, handlers });
  const { origin } = served;
  const cave = createCaveSandbox({ origin, watershed: 'here' });
  handlers.push(cave.handle);
  const companion = await startCompanion(origin, {
    TT_STORAGE_TOKEN: cave.storageToken,
    TT_WRITE_BUCKETS: VOLUMES,
  });
  const book = createWorkbook();
  const addon = builtAddon(book);
  const here = (url: string) => url.startsWith(`${origin}/`) || url.startsWith(`${companion.url}/`);
  const host = createWorkerHost({
    ...addon,
    network: () => null,
    live: (url) => {
      if (here(url)) return url;
      return url.startsWith(SKELETON_FILES) ? url.replace('https://', `${origin}/stores/`) : null;
    },
    signIdentity: (claims) => cave.identity.sign(claims),
    clientId: cave.identity.audience,
  });
  book.setCustomFunctions(host.customFunctions());
  const grid = book.grids()[0] ?? book.addGrid('Neurons');
  const attempt = async (name: CallName, args: unknown[], user = OWNER): Promise<Envelope<unknown>> => {
    const outcome = await host.callFromPage('ttCall', [name, JSON.stringify(args)], user);
    if (!outcome.ok) throw new Error(`killed: ${outcome.message}`);
    return JSON.parse(String(outcome.value)) as Envelope<unknown>;
  };
  const bench: LiveBench = {
    origin,
    cave,
    host,
    book,
    grid,
    companion,
    attempt,
    call: async (name, args, user) => {
      const answer = await attempt(name, args, user);
      if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
      return answer.value as never;
    },
    patiently: async (name, args, words = []) => {
      for (let tries = 0; tries < 60; tries++) {
        const answer = await attempt(name, args);
        if (answer.ok) return answer.value as never;
        if (answer.error.code !== 'PENDING') throw new Error(`${answer.error.code}: ${answer.error.message}`);
        words.push(answer.error.message);
        await pause(500);
      }
      throw new Error(`still pending: ${words.at(-1)}`);
    },
    formula: async (row, column, text) => {
      grid.write({ row, column, rows: 1, columns: 1 }, [[text]]);
      book.settle();
      for (let tries = 0; grid.view(row, column).loading && tries < 600; tries++) {
        await pause(50);
        book.settle();
      }
      const view = grid.view(row, column);
      return view.error ? `${view.error.code} ${view.error.note}` : view.value;
    },
    shown: (row, column, rows, columns) => grid.shown({ row, column, rows, columns }),
    drive: async (id) => {
      let job = await bench.call('stepJob', [id]);
      for (let steps = 0; job.state === 'running' && steps < 60; steps++) {
        job = await bench.call('stepJob', [id]);
      }
      return job;
    },
    close: async () => {
      await host.close();
      companion.close();
      await served.close();
    },
  };
  return bench;
}

/** The owner's set-up: server, token, datastack, formulas on, and the companion's address. */
export async function signIn(bench: LiveBench): Promise<void> {
  await bench.call('saveSettings', [{ server: bench.origin }]);
  await bench.call('saveToken', [bench.cave.token]);
  await bench.call('saveSettings', [{ datastack: 'brain_and_nerve_cord', companion: bench.companion.url }]);
  await bench.call('setFormulas', [true]);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

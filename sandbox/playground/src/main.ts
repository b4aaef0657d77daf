/** Entry of `npm start`: the sandbox and the page on one port of this computer. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import { type MaybeHandler, serve } from '@tracer-tools/cave/server';
import { controlHandler } from '@tracer-tools/cave/services/control';
import { parseOptions, wholeNumber } from '../../../src/node/options';
import { loadAssets } from './assets';
import { attachPage } from './attach';
import { startCompanion } from './companion';
import { createPage, type Page } from './page';

export interface PlaygroundOptions {
  port: number;
  latencyMs: number;
  seed: number;
  root: string;
  /** Files of ids: tab-separated, with a column root_id. */
  ids: string[];
  /** Files of edits: tab-separated, with columns before and after. */
  history?: string[];
  /** Also starts the companion; default false. */
  companion?: boolean;
  /** Resolves when the add-on is built; default: it is. */
  built?: Promise<unknown>;
}

const OPTIONS = {
  port: { type: 'string' },
  latency: { type: 'string', default: '0' },
  seed: { type: 'string', default: '1' },
  ids: { type: 'string', multiple: true, default: [] as string[] },
  history: { type: 'string', multiple: true, default: [] as string[] },
  'no-companion': { type: 'boolean', default: false },
} as const;

/**
 * `--port N --latency MS --seed S --no-companion --ids FILE.tsv --history FILE.tsv` (files may be repeated). `root`,
 * the repository's folder, is where the command was started.
 */
export function readArguments(argv: readonly string[], root: string, port = 8787): PlaygroundOptions {
  const values = parseOptions(argv, OPTIONS);
  return {
    port: wholeNumber('port', values.port ?? String(port), 65_535),
    latencyMs: wholeNumber('latency', values.latency),
    seed: wholeNumber('seed', values.seed),
    root,
    ids: values.ids,
    history: values.history,
    companion: !values['no-companion'],
  };
}

export interface Playground {
  origin: string;
  sandbox: CaveSandbox;
  page: Page;
  /**
   * The companion's address, or null if there is none: `companionProblem` then gives the reason, or '' if none was
   * requested.
   */
  companion: Promise<string | null>;
  companionProblem(): string;
  close(): Promise<void>;
}

/**
 * Starts all parts. `page.ready` resolves when the add-on is signed in, the demo sheet is filled, and the companion, if
 * requested, is set in the add-on or has failed.
 */
export async function start(options: PlaygroundOptions): Promise<Playground> {
  const read = (file: string) => ({ name: basename(file), tsv: readFileSync(file, 'utf8') });
  const ids = options.ids.map(read);
  const history = (options.history ?? []).map(read);
  const handlers: MaybeHandler[] = [];
  const server = await serve({ port: options.port, handlers });
  const { origin } = server;
  const { seed, latencyMs } = options;
  // External clients must be able to read the watershed volume without a bucket.
  const sandbox = createCaveSandbox({ origin, seed, latencyMs, ids, history, watershed: 'here' });
  // The world's addresses contain the port, so it is created once the port is open.
  handlers.push(controlHandler(sandbox), sandbox.handle);
  let problem = '';
  const startFailure = (error: unknown): null => {
    problem = `The companion could not be started: ${error instanceof Error ? error.message : String(error)}`;
    return null;
  };
  const opened = Promise.all([loadAssets(options.root), options.built]).then(([assets]) => {
    // Not before: its own build would take processor time from the add-on's.
    const child = options.companion === true ? startCompanion(sandbox, origin, options.root) : null;
    const companion = child === null ? Promise.resolve(null) : child.url.catch(startFailure);
    const tables = [...ids, ...history];
    const page = createPage({ root: options.root, origin, sandbox, assets, tables, companion });
    return { page, child, companion };
  });
  attachPage(
    server.server,
    opened.then(({ page }) => page.handler),
  );
  const { page, child, companion } = await opened;
  return {
    origin,
    sandbox,
    page,
    companion,
    companionProblem: () => problem,
    close: async () => {
      await page.close();
      await child?.close();
      await server.close();
    },
  };
}

/** `built` resolves when the add-on is built. */
export async function main(argv: readonly string[], built: Promise<unknown>): Promise<void> {
  const playground = await start({ ...readArguments(argv, process.cwd()), built });
  await playground.page.filled;
  process.stdout.write(`Tracer Tools, local sandbox: ${playground.origin}/\n`);
  void playground.page.ready.then(() => {
    const problem = playground.companionProblem();
    if (problem !== '') {
      process.stdout.write(`${problem}\nEverything but the heavy functions works without it.\n`);
    }
  });
  const end = () => {
    void playground.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

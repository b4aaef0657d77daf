/**
 * A spreadsheet with the built add-on, over the CAVE sandbox, all in this process; used by contract tests and the
 * bench. The clock is virtual: service calls and requests take virtual time, so nobody waits.
 */
import { createHost, type Host, type Manifest, type Switches, virtualClock } from '@tracer-tools/apps-script';
import type { CellValue, Grid, Workbook } from '@tracer-tools/apps-script/sheet';
import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import { type CaveSandbox, createCaveSandbox } from '@tracer-tools/cave';
import type { CallName, Calls, Envelope } from '../../src/addon/interfaces/api';
import { builtAddon, EDITOR, OWNER } from './built-addon';

export { EDITOR, OWNER };

export const CAVE_ORIGIN = 'http://127.0.0.1:8080';
/** The skeleton service sends clients to its bucket. */
export const SKELETON_FILES = 'https://storage.googleapis.com/download/storage/v1/b/cave-skeletons/';
/** The sandbox's worlds end at this time. */
export const START = Date.parse('2026-06-20T12:00:00Z');

export interface Workbench {
  cave: CaveSandbox;
  host: Host;
  book: Workbook;
  grid: Grid;
  /** Calls the add-on as the sidebar does. Throws `CODE: message`. */
  call<Name extends CallName>(name: Name, args: Calls[Name]['args'], user?: string): Calls[Name]['value'];
  /** Like `call`, but returns the failure. */
  attempt(name: CallName, args: unknown[], user?: string): Envelope<unknown> | { killed: string };
  /** Puts a formula into a cell and returns what the cell shows. */
  formula(row: number, column: number, text: string): CellValue;
  /** Displayed texts of a box of cells. */
  shown(row: number, column: number, rows: number, columns: number): string[][];
  put(row: number, column: number, values: (CellValue | null)[][]): void;
  /** Requests that reached CAVE since the last call of this function. */
  requests(): number;
}

export interface BenchOptions {
  /** A sandbox to share between workbenches: a world takes a second to build. */
  cave?: CaveSandbox;
  ids?: { name: string; tsv: string }[];
  seed?: number;
  latencyMs?: number;
  /** The buckets answer too; otherwise only CAVE and the bucket of its skeletons. */
  stores?: boolean;
  switches?: Partial<Switches>;
  /** The wider build, which asks Google for access to the user's buckets. */
  cloudStorage?: boolean;
  /** Without a token, and with formulas switched off. */
  bare?: boolean;
}

let lastClock = virtualClock(START);

/** A sandbox for several workbenches, one after another: its time is that of the last one. */
export const sharedCave = (): CaveSandbox =>
  createCaveSandbox({ origin: CAVE_ORIGIN, now: () => lastClock.now() });

export function workbench(options: BenchOptions = {}): Workbench {
  const clock = virtualClock(START);
  lastClock = clock;
  const cave =
    options.cave ??
    createCaveSandbox({
      origin: CAVE_ORIGIN,
      now: () => clock.now(),
      ...(options.ids ? { ids: options.ids } : {}),
      ...(options.seed !== undefined ? { seed: options.seed } : {}),
      ...(options.latencyMs !== undefined ? { latencyMs: options.latencyMs } : {}),
    });
  const book = createWorkbook({ now: () => new Date(clock.now()) });
  const addon = builtAddon(book);
  const host = createHost({
    ...addon,
    manifest: options.cloudStorage ? withCloudStorage(addon.manifest) : addon.manifest,
    network: (url) =>
      options.stores || url.startsWith(CAVE_ORIGIN) || url.startsWith(SKELETON_FILES)
        ? cave.network(url)
        : null,
    clock,
    // Ends a script that hangs. On a busy machine a step of 1,000 rows may take a minute.
    switches: { realLimitMs: 600_000, ...options.switches },
  });
  book.setCustomFunctions(host.customFunctions());
  const grid = book.grids()[0] ?? book.addGrid('Neurons');
  const attempt = (name: CallName, args: unknown[], user = OWNER) => {
    const outcome = host.callFromPage('ttCall', [name, JSON.stringify(args)], user);
    return outcome.ok
      ? (JSON.parse(String(outcome.value)) as Envelope<unknown>)
      : { killed: outcome.message };
  };
  let previous = 0;
  const bench: Workbench = {
    cave,
    host,
    book,
    grid,
    attempt,
    call: (name, args, user) => {
      const answer = attempt(name, args, user);
      if ('killed' in answer) throw new Error(`killed: ${answer.killed}`);
      if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
      return answer.value as never;
    },
    formula: (row, column, text) => {
      grid.write({ row, column, rows: 1, columns: 1 }, [[text]]);
      book.settle();
      const view = grid.view(row, column);
      return view.error ? `${view.error.code} ${view.error.note}` : view.value;
    },
    shown: (row, column, rows, columns) => grid.shown({ row, column, rows, columns }),
    put: (row, column, values) => {
      grid.write({ row, column, rows: values.length, columns: values[0]!.length }, values);
    },
    requests: () => {
      const total = [...cave.counters.values()].reduce((sum, count) => sum + count, 0);
      const since = total - previous;
      previous = total;
      return since;
    },
  };
  if (!options.bare) signIn(bench);
  return bench;
}

/** The manifest of `npm run build -- --cloud-storage`. */
export const withCloudStorage = (manifest: Manifest): Manifest => ({
  ...manifest,
  oauthScopes: [...(manifest.oauthScopes ?? []), 'https://www.googleapis.com/auth/devstorage.read_write'],
});

/** The owner's set-up: server, token, datastack, formulas on. */
export const setUpCalls = (token: string): [CallName, unknown[]][] => [
  ['saveSettings', [{ server: CAVE_ORIGIN }]],
  ['saveToken', [token]],
  ['saveSettings', [{ datastack: 'brain_and_nerve_cord' }]],
  ['setFormulas', [true]],
];

export function signIn(bench: Workbench): void {
  for (const [name, args] of setUpCalls(bench.cave.token)) bench.call(name, args as never);
}

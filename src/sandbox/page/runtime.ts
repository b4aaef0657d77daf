/** The built add-on, loaded into the Apps Script stand-in and attached to the page's workbook. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  createHost,
  type Fired,
  type Host,
  type HostOptions,
  type HostState,
  type How,
  type Manifest,
  type Outcome,
} from '../apps-script';

/** The parts of a host that the page uses; every answer may come later. */
export interface Runtime {
  readonly state: HostState;
  run(fn: string, args: unknown[], how: How): Promise<Outcome>;
  open(user: string): Promise<Outcome>;
  callFromPage(fn: string, args: unknown[], user: string): Promise<Outcome>;
  advance(ms: number): Promise<Fired[]>;
  close(): Promise<void>;
}

export type Bundle = Pick<HostOptions, 'code' | 'html' | 'manifest'>;

/** What the build left in `folder`, or why it cannot be used. */
export function readBundle(folder: string): Bundle | string {
  const code = join(folder, 'Code.js');
  if (!existsSync(code))
    return `The add-on is not built: ${basename(folder)}/Code.js is missing. Run npm run build.`;
  const html: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.html')) html[name.slice(0, -5)] = readFileSync(join(folder, name), 'utf8');
  }
  const manifest = JSON.parse(readFileSync(join(folder, 'appsscript.json'), 'utf8')) as Manifest;
  return { code: readFileSync(code, 'utf8'), html, manifest };
}

/** In-process executions: simple and exact, but the server waits while a script runs. */
export function inProcess(options: HostOptions): Runtime {
  const host: Host = createHost(options);
  return {
    state: host,
    run: (fn, args, how) => host.runAsync(fn, args, how),
    open: async (user) => host.open(user),
    callFromPage: (fn, args, user) => host.callFromPageAsync(fn, args, user),
    advance: (ms) => host.triggers.advanceAsync(ms),
    close: async () => undefined,
  };
}

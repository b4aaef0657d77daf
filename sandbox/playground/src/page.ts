/** The page of the playground: a spreadsheet, its menu and the add-on's sidebar, on the sandbox. */
import { join } from 'node:path';
import { createWorkerHost, type WorkerHost } from '@tracer-tools/apps-script';
import type { Workbook } from '@tracer-tools/apps-script/sheet';
import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import type { CaveSandbox } from '@tracer-tools/cave';
import { GOOGLE, MOUNT, S3_HOSTS } from '@tracer-tools/cave/stores';
import { type Assets, withShim } from './assets';
import { readBundle } from './bundle';
import { ChangeFeed } from './change-feed';
import { fillDemo } from './demo';
import { Events } from './events';
import { formulaHelp } from './formula-help';
import type { AsyncHandler } from './http';
import { addTable, datastackOfId, type IdTable } from './own-ids';
import type { DialogContent } from './protocol';
import { pageRoutes } from './routes';
import { pickSamples } from './sample-ids';
import { PageSession } from './session';
import { callAddOn, signIn, useCompanion } from './sign-in';

export interface PageOptions {
  /** The repository's folder. */
  root: string;
  /** Scheme, host and port of the sandbox and of the page. */
  origin: string;
  sandbox: CaveSandbox;
  /** The page's own files. */
  assets: Assets;
  /** The folder of the built add-on; default `dist/addon`. */
  bundle?: string;
  /** Number of ids in the demo sheet in addition to the published ones; default 40. */
  ids?: number;
  /** Tables of the user's own ids, which the sandbox's world contains; each gets a tab. */
  tables?: IdTable[];
  /** The address of the companion on this computer once it is ready, or null; default none. */
  companion?: Promise<string | null>;
}

export interface Page {
  handler: AsyncHandler;
  workbook: Workbook;
  /** Null if the add-on is not built. */
  host: WorkerHost | null;
  /** Resolves when the add-on is signed in, its sidebar is open and the sheet is filled. */
  filled: Promise<void>;
  /** Resolves after `filled`, when the add-on also knows the companion, if there is one. */
  ready: Promise<void>;
  close(): Promise<void>;
}

export function createPage(options: PageOptions): Page {
  const { sandbox, origin, assets } = options;
  const workbook = createWorkbook({ name: 'BANC neurons', now: () => new Date(sandbox.now()) });
  const events = new Events();
  const watch = new ChangeFeed(workbook, events);
  const users = sandbox.users.map(({ name, email }) => ({ name, email }));
  const owner = users[0]!.email;
  const bundle = readBundle(options.bundle ?? join(options.root, 'dist/addon'));
  let companion: string | null = null;
  const live = (url: string) => localAddress(url, origin, companion);
  const host =
    typeof bundle === 'string'
      ? null
      : createWorkerHost({
          ...bundle,
          workbook,
          network: () => null,
          live,
          users,
          owner,
          clientId: sandbox.identity.audience,
          signIdentity: (claims) => sandbox.identity.sign(ofToday(claims)),
        });
  const frameOf = (content: DialogContent): DialogContent => ({
    kind: content.kind,
    title: content.title,
    html: withShim(content.html, assets.shim),
    width: content.width,
    height: content.height,
  });
  const help = typeof bundle === 'string' ? [] : formulaHelp(bundle.code);
  const session = new PageSession({ workbook, sandbox, events, watch, host, owner, help, frameOf });
  if (typeof bundle === 'string') session.problem = bundle;
  if (host !== null) {
    workbook.setCustomFunctions(host.customFunctions());
    watch.follow(host, frameOf);
  }

  async function prepare(): Promise<void> {
    try {
      if (host !== null) await signIn(host, sandbox, origin, owner);
    } catch (error) {
      session.problem = `The add-on could not be set up: ${error instanceof Error ? error.message : String(error)}`;
    }
    const samples = pickSamples(sandbox, Math.ceil((options.ids ?? 40) / 2));
    fillDemo(workbook, samples, new Set(host?.customFunctions().names()));
    for (const table of options.tables ?? []) {
      const home = datastackOfId(sandbox, addTable(workbook, table));
      if (home !== null && host !== null) await callAddOn(host, 'saveSettings', [{ datastack: home }], owner);
    }
    workbook.settle();
    events.send({ on: 'state' });
  }

  async function connect(): Promise<void> {
    companion = (await options.companion) ?? null;
    if (companion === null || host === null) return;
    try {
      await useCompanion(host, sandbox, companion, owner);
    } catch (error) {
      session.problem = `The companion could not be set up: ${error instanceof Error ? error.message : String(error)}`;
    }
    events.send({ on: 'state' });
  }

  const contents = prepare();
  return {
    handler: pageRoutes(origin, { assets, workbook, events, session }),
    workbook,
    host,
    filled: contents,
    ready: contents.then(connect),
    close: async () => {
      watch.close();
      events.close();
      for (const { id } of host?.running() ?? []) host?.kill(id);
      await host?.close();
    },
  };
}

/** The address on this computer that serves an address: the sandbox, the companion, or the sandbox's stores. */
function localAddress(url: string, origin: string, companion: string | null): string | null {
  if (url.startsWith(`${origin}/`) || (companion !== null && url.startsWith(`${companion}/`))) return url;
  const { protocol, host, pathname, search } = new URL(url);
  const store = host === GOOGLE || S3_HOSTS.some((storeHost) => storeHost === host);
  return protocol === 'https:' && store ? `${origin}${MOUNT}${host}${pathname}${search}` : null;
}

/** The companion uses the computer's clock; the page's clock may be ahead of it. */
function ofToday(claims: Record<string, unknown>): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return { ...claims, iat: now, exp: now + Number(claims.exp) - Number(claims.iat) };
}

/** The local page: a spreadsheet, its menu and the add-on's sidebar, over the models of this sandbox. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createWorkerHost, type WorkerHost } from '../apps-script/worker-host';
import type { CaveSandbox } from '../cave';
import { createWorkbook } from '../sheet';
import type { Workbook } from '../sheet/types';
import { Asks } from './asks';
import { loadAssets, withShim } from './assets';
import { readBundle } from './bundle';
import { cellWindow, shownIn, tabInfo } from './cells';
import { doDeed } from './deeds';
import { fillDemo } from './demo';
import { Events } from './events';
import { formulaHelp } from './formula-help';
import { type AsyncHandler, fromHere, isOurPost, readBody, sendJson, sendText } from './http';
import { KillSwitch } from './kill';
import { addTable, homeOf, type IdTable } from './own-ids';
import type { Deed, Frame, GsrReply, MenuItem, PageState, Reply, Switch } from './protocol';
import { pickSamples } from './samples';
import { Switches } from './switches';
import { Watch } from './watch';

export interface PageOptions {
  /** The repository's folder. */
  root: string;
  /** Scheme, host and port of the sandbox, which is also the page's. */
  origin: string;
  sandbox: CaveSandbox;
  /** Folder of the built add-on; `dist/addon` unless given. */
  bundle?: string;
  /** Rows of ids in the demo sheet beside the published ones; 40 unless given. */
  ids?: number;
  /** Tables of the user's own ids, which the sandbox's world holds too: a tab each. */
  tables?: IdTable[];
}

export interface Page {
  handler: AsyncHandler;
  workbook: Workbook;
  /** Null where the add-on is not built. */
  host: WorkerHost | null;
  /** The add-on is signed in and its sidebar is open. */
  ready: Promise<void>;
  close(): Promise<void>;
}

export function createPage(options: PageOptions): Page {
  const { sandbox } = options;
  const workbook = createWorkbook({ name: 'BANC neurons', now: () => new Date(sandbox.now()) });
  const events = new Events();
  const watch = new Watch(workbook, events);
  const assets = loadAssets(options.root);
  const users = sandbox.users.map(({ name, email }) => ({ name, email }));
  const owner = users[0]!.email;
  const bundle = readBundle(options.bundle ?? join(options.root, 'dist/addon'));
  const host =
    typeof bundle === 'string'
      ? null
      : createWorkerHost({
          ...bundle,
          workbook,
          network: () => null,
          live: (url) => (url.startsWith(`${options.origin}/`) ? url : null),
          users,
          owner,
        });
  const help = typeof bundle === 'string' ? [] : formulaHelp(bundle.code);
  const asks = host === null ? null : new Asks(host, events);
  const switches = host === null ? null : new Switches(sandbox, host, new KillSwitch(host));
  const frameOf = (shown: Frame): Frame => ({
    kind: shown.kind,
    title: shown.title,
    html: withShim(shown.html, assets.shim),
    width: shown.width,
    height: shown.height,
  });
  let user = owner;
  let running = 0;
  let problem = typeof bundle === 'string' ? bundle : '';
  if (host !== null) {
    workbook.setCustomFunctions(host.customFunctions());
    watch.follow(host, frameOf);
  }

  /** Counts the script's runs, so that the page can say that one is under way. */
  async function counted<T>(task: Promise<T>): Promise<T> {
    running += 1;
    events.send({ on: 'running', count: running });
    try {
      return await task;
    } finally {
      running -= 1;
      events.send({ on: 'running', count: running });
      watch.flush();
    }
  }

  async function callAddOn(name: string, args: unknown[], as: string): Promise<void> {
    const outcome = await host!.callFromPage('ttCall', [name, JSON.stringify(args)], as);
    if (!outcome.ok) throw new Error(`${name}: ${outcome.message}`);
    const envelope = JSON.parse(String(outcome.value)) as { ok: boolean; error?: { message: string } };
    if (!envelope.ok) throw new Error(`${name}: ${envelope.error?.message}`);
  }

  /** Signs the users in as they would do it themselves, and opens the owner's sidebar. */
  async function signIn(): Promise<void> {
    if (host === null) return;
    await host.open(owner);
    await callAddOn('saveSettings', [{ server: options.origin, datastack: 'brain_and_nerve_cord' }], owner);
    for (const account of sandbox.users) {
      // One of them is there to be refused; everybody else's tokens are good.
      await callAddOn('saveToken', [account.token], account.email).catch(() => undefined);
    }
    await callAddOn('setFormulas', [true], owner);
    const opener = openerOf(host.menu(owner));
    if (opener !== null) await host.run(opener, [], { user: owner, entry: 'menu' });
  }

  /** Each own table becomes a tab; the datastack is where the last one's ids are. */
  async function addTables(): Promise<void> {
    for (const table of options.tables ?? []) {
      const home = homeOf(sandbox, addTable(workbook, table));
      if (home !== null && host !== null) await callAddOn('saveSettings', [{ datastack: home }], owner);
    }
    workbook.settle();
  }

  function state(): PageState {
    const shown = host?.ui.sidebar(user) ?? null;
    const selected = host?.ui.selection(user) ?? null;
    return {
      name: workbook.name,
      tabs: workbook.grids().map(tabInfo),
      users,
      user,
      owner,
      menu: host?.menu(user) ?? [],
      sidebar: shown === null ? null : frameOf(shown),
      weather: switches?.weather ?? 'normal',
      now: new Date(sandbox.now()).toISOString(),
      formulas: help,
      selection: selected === null ? null : { tab: selected.grid, box: selected.box },
      problem,
    };
  }

  async function become(email: string): Promise<string> {
    const next = users.find((each) => each.email === email);
    if (next === undefined || host === null) throw new Error('There is no such user.');
    user = next.email;
    host.keyboard = user;
    await host!.open(user);
    events.send({ on: 'state' });
    return `You are now ${next.name}.`;
  }

  async function deed(wanted: Deed): Promise<Reply> {
    if (wanted.do === 'select') {
      const grid = workbook.gridById(wanted.tab);
      if (grid !== null && host !== null) watch.bySelf(() => host.ui.select(user, grid, wanted.box));
    } else if (wanted.do === 'menu') {
      if (host === null) throw new Error(problem);
      const outcome = await counted(host.run(wanted.fn, [], { user, entry: 'menu' }));
      if (!outcome.ok) throw new Error(outcome.message);
    } else if (wanted.do === 'answer') {
      asks?.answer(wanted.id, { button: wanted.button, text: wanted.text });
    } else if (wanted.do === 'closeSidebar') {
      host?.ui.closeSidebar(user);
    } else {
      doDeed(workbook, wanted, user);
      watch.flush();
    }
    return { ok: true, value: null };
  }

  async function turn(change: Switch): Promise<Reply> {
    if (change.set === 'user') return { ok: true, value: null, said: await become(change.email) };
    if (change.set === 'recalculate') {
      workbook.recalculate();
      return { ok: true, value: null, said: 'All formulas are asked again.' };
    }
    if (switches === null) throw new Error(problem);
    const said = await counted(switches.turn(change));
    return { ok: true, value: null, said };
  }

  async function gsr(call: { fn: string; args: unknown[] }): Promise<GsrReply> {
    if (host === null) return { ok: false, message: problem };
    // The sidebar looks at the selection every two seconds: no work worth a word.
    const looks = call.args[0] === 'selection';
    const running = host.callFromPage(call.fn, call.args, user);
    const outcome = await (looks ? running : counted(running));
    return outcome.ok ? { ok: true, value: outcome.value ?? null } : { ok: false, message: outcome.message };
  }

  async function post(path: string, body: string): Promise<unknown> {
    try {
      if (path === '/page/gsr') return await gsr(JSON.parse(body) as { fn: string; args: unknown[] });
      if (path === '/page/do') return await deed(JSON.parse(body) as Deed);
      return await turn(JSON.parse(body) as Switch);
    } catch (thrown) {
      return { ok: false, message: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  }

  function sendShown(asked: URLSearchParams, response: ServerResponse): void {
    const at = (name: string) => Number(asked.get(name));
    const box = { row: at('row'), column: at('column'), rows: at('rows'), columns: at('columns') };
    try {
      const grid = workbook.gridById(at('tab'));
      sendJson(response, grid === null ? [] : shownIn(grid, box));
    } catch (thrown) {
      sendJson(response, { ok: false, message: String(thrown) }, 400);
    }
  }

  function get(url: URL, response: ServerResponse): boolean {
    switch (url.pathname) {
      case '/':
        sendText(response, 'text/html', assets.page);
        return true;
      case '/page/style.css':
        sendText(response, 'text/css', assets.style);
        return true;
      case '/page/script.js':
        sendText(response, 'text/javascript', assets.script);
        return true;
      case '/page/state':
        sendJson(response, state());
        return true;
      case '/page/events':
        events.join(response, asks?.open() ?? []);
        return true;
      case '/page/cells': {
        const grid = workbook.gridById(Number(url.searchParams.get('tab')));
        const first = Number(url.searchParams.get('row') ?? 1);
        const rows = Number(url.searchParams.get('rows') ?? 100);
        sendJson(response, grid === null ? [] : cellWindow(grid, first, rows));
        return true;
      }
      case '/page/shown':
        sendShown(url.searchParams, response);
        return true;
      default:
        return false;
    }
  }

  const POSTS = new Set(['/page/gsr', '/page/do', '/page/switch']);
  const handler: AsyncHandler = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', options.origin);
    const mine = url.pathname === '/' || url.pathname.startsWith('/page/');
    if (!mine) return false;
    if (!fromHere(request)) {
      sendJson(response, { ok: false, message: 'This page answers on this computer only.' }, 403);
      return true;
    }
    if (request.method === 'GET') return get(url, response);
    if (request.method !== 'POST' || !POSTS.has(url.pathname)) return false;
    if (!isOurPost(request)) {
      sendJson(response, { ok: false, message: 'This request did not come from the page.' }, 403);
      return true;
    }
    void readBody(request)
      .then((body) => post(url.pathname, body))
      .then((reply) => sendJson(response, reply));
    return true;
  };

  const ready = signIn()
    .catch((thrown: unknown) => {
      problem = `The add-on could not be set up: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    })
    .then(() => {
      const samples = pickSamples(sandbox, Math.ceil((options.ids ?? 40) / 2));
      fillDemo(workbook, samples, new Set(host?.customFunctions().names()));
      return addTables();
    })
    .then(() => {
      events.send({ on: 'state' });
    });

  return {
    handler,
    workbook,
    host,
    ready,
    close: async () => {
      watch.close();
      events.close();
      for (const { id } of host?.running() ?? []) host?.kill(id);
      await host?.close();
    },
  };
}

/** The menu item that opens the sidebar. */
function openerOf(items: readonly MenuItem[]): string | null {
  for (const item of items) {
    if (item.fn !== undefined && /sidebar/i.test(item.caption)) return item.fn;
    const inside = openerOf(item.items ?? []);
    if (inside !== null) return inside;
  }
  return null;
}

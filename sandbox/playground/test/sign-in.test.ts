/** The page with a small add-on: how it is set up for the users, and how the page follows its screen and answers it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaveSandbox } from '@tracer-tools/cave';
import { createPage } from '../src/page';
import type { ActionReply, CellInfo, GsrReply, PageEvent, PageState } from '../src/protocol';
import { type ServedPage, servePage } from './support/served-page';

const COMPANION = 'http://127.0.0.1:1';
const MANIFEST = {
  timeZone: 'Etc/UTC',
  runtimeVersion: 'V8',
  oauthScopes: ['spreadsheets.currentonly', 'script.container.ui', 'userinfo.email'].map(
    (scope) => `https://www.googleapis.com/auth/${scope}`,
  ),
};
const CODE = `
function onOpen() {
  SpreadsheetApp.getUi().createMenu('Small').addSubMenu(SpreadsheetApp.getUi().createMenu('More')
    .addItem('Open the sidebar', 'openSidebar')).addItem('Ask', 'ask').addItem('Fail', 'fail').addToUi();
}
function openSidebar() {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput('<p>side</p>').setTitle('Small'));
}
function ask() {
  const ui = SpreadsheetApp.getUi();
  const button = ui.alert('Sure?', ui.ButtonSet.YES_NO);
  SpreadsheetApp.getActiveSheet().getRange('J1').setValue(String(button)).activate();
  SpreadsheetApp.getActive().toast('Written');
}
function fail() { throw new Error('no luck'); }
function ttCall(name, args) {
  const store = PropertiesService.getDocumentProperties();
  const calls = JSON.parse(store.getProperty('calls') || '[]');
  calls.push([Session.getActiveUser().getEmail(), name, JSON.parse(args)]);
  store.setProperty('calls', JSON.stringify(calls));
  const isRefused = name === 'saveToken' && calls.filter(([, called]) => called === name).length === 2;
  return JSON.stringify(isRefused ? { ok: false, error: { message: 'refused' } } : { ok: true });
}
function calls() { return PropertiesService.getDocumentProperties().getProperty('calls'); }
`;

let server: ServedPage;
let sandbox: CaveSandbox;

beforeAll(async () => {
  const bundle = mkdtempSync(join(tmpdir(), 'small-add-on-'));
  writeFileSync(join(bundle, 'Code.js'), CODE);
  writeFileSync(join(bundle, 'appsscript.json'), JSON.stringify(MANIFEST));
  server = await servePage((options) =>
    createPage({ ...options, bundle, companion: Promise.resolve(COMPANION) }),
  );
  sandbox = server.sandbox;
});
afterAll(() => server.close());

const get = async <T>(path: string) => (await (await fetch(server.origin + path)).json()) as T;
const post = async <T>(path: string, body: unknown) =>
  (await (
    await fetch(server.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json()) as T;
const act = (action: unknown) => post<ActionReply>('/page/do', action);

/** The events of an open page: `until` reads on until one is of this kind. */
async function openPage() {
  const reader = (await fetch(`${server.origin}/page/events`)).body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const until = async <K extends PageEvent['on']>(kind: K): Promise<Extract<PageEvent, { on: K }>> => {
    for (;;) {
      const events = [...text.matchAll(/^data: (.*)\n\n/gm)].map(
        ([, json]) => JSON.parse(json!) as PageEvent,
      );
      const found = events.find(({ on }) => on === kind);
      if (found) return found as Extract<PageEvent, { on: K }>;
      text += decoder.decode((await reader.read()).value);
    }
  };
  return { until, close: () => reader.cancel() };
}

test('every user is signed in, formulas are on, the sidebar is open, and all confirm the companion', async () => {
  const { problem, sidebar, menu } = await get<PageState>('/page/state');
  expect([problem, sidebar?.title, menu.map(({ caption }) => caption)]).toEqual([
    '',
    'Small',
    ['More', 'Ask', 'Fail'],
  ]);
  const { value } = (await post('/page/gsr', { fn: 'calls', args: [] })) as Extract<GsrReply, { ok: true }>;
  const [owner, ...others] = sandbox.users;
  expect(JSON.parse(String(value))).toEqual([
    [owner!.email, 'saveSettings', [{ server: server.origin, datastack: 'brain_and_nerve_cord' }]],
    ...sandbox.users.map(({ email, token }) => [email, 'saveToken', [token]]),
    [owner!.email, 'setFormulas', [true]],
    [owner!.email, 'saveSettings', [{ companion: COMPANION }]],
    ...others.map(({ email }) => [email, 'confirmCompanion', [COMPANION]]),
  ]);
});

test('a question of the script waits for an answer on the page, also on one that is opened meanwhile', async () => {
  const first = await openPage();
  const run = act({ do: 'menu', fn: 'ask' });
  const { id, text, buttons } = await first.until('ask');
  expect([text, buttons]).toEqual(['Sure?', 'YES_NO']);
  const second = await openPage();
  expect((await second.until('ask')).id).toBe(id);
  await act({ do: 'answer', id, button: 'YES', text: '' });
  expect(await run).toEqual({ ok: true, value: null });
  const { tab, box } = await second.until('select');
  expect(box).toMatchObject({ row: 1, column: 10 });
  expect((await first.until('toast')).text).toBe('Written');
  const cells = await get<CellInfo[]>(`/page/cells?tab=${tab}&row=1&rows=1`);
  expect(cells.find(({ c }) => c === 10)).toMatchObject({ t: 'YES' });
  await Promise.all([first.close(), second.close()]);
});

test('what a user of the page selects and closes is the script’s to see; a failed item is said', async () => {
  const { tabs } = await get<PageState>('/page/state');
  const box = { row: 2, column: 1, rows: 3, columns: 1 };
  await act({ do: 'select', tab: tabs[0]!.id, box });
  await act({ do: 'closeSidebar' });
  const { selection, sidebar } = await get<PageState>('/page/state');
  expect([selection, sidebar]).toEqual([{ tab: tabs[0]!.id, box }, null]);
  expect(await act({ do: 'menu', fn: 'fail' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('no luck'),
  });
});

test('another user has an own sidebar', async () => {
  const { name, email } = sandbox.users[1]!;
  expect(await post('/page/switch', { set: 'user', email })).toMatchObject({ said: `You are now ${name}.` });
  expect(await get('/page/state')).toMatchObject({ user: email, sidebar: null });
  await act({ do: 'menu', fn: 'openSidebar' });
  expect(await get('/page/state')).toMatchObject({ sidebar: { title: 'Small' } });
});

import { join } from 'node:path';
import { createPage } from '../src/page';
import type { ActionReply, CellInfo, PageEvent, PageState } from '../src/protocol';
import { ROOT, type ServedPage, servePage } from './support/served-page';

describe('the page without an add-on', () => {
  let server: ServedPage;

  beforeAll(async () => {
    server = await servePage((options) => createPage({ ...options, bundle: join(ROOT, 'no-such-folder') }));
  });
  afterAll(() => server.close());

  const get = async <T>(path: string) => (await (await fetch(server.origin + path)).json()) as T;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(server.origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const reply = async (path: string, body: unknown) => (await (await post(path, body)).json()) as ActionReply;
  const state = () => get<PageState>('/page/state');

  test('serves its own files, and says what is missing', async () => {
    expect(await (await fetch(`${server.origin}/`)).text()).toContain('/page/script.js');
    const script = await fetch(`${server.origin}/page/script.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect((await state()).problem).toBe(
      'The add-on is not built: no-such-folder/Code.js is missing. Run npm run build.',
    );
    expect(await reply('/page/gsr', { fn: 'ttCall', args: ['boot', '[]'] })).toMatchObject({ ok: false });
    expect(await reply('/page/do', { do: 'menu', fn: 'ttHelp' })).toMatchObject({ ok: false });
    expect(await reply('/page/switch', { set: 'kill' })).toMatchObject({ ok: false });
  });

  test('the sheet works all the same', async () => {
    const { tabs } = await state();
    expect(tabs.map(({ name }) => name)).toEqual(['Neurons', 'Formulas']);
    const tab = tabs[0]!.id;
    const write = { do: 'write', tab, row: 60, column: 5, cells: [['=1+1', 'x']] };
    expect(await reply('/page/do', write)).toEqual({ ok: true, value: null });
    const cells = await get<CellInfo[]>(`/page/cells?tab=${tab}&row=60&rows=1`);
    expect(cells.filter(({ c }) => c >= 5)).toEqual([
      { r: 60, c: 5, t: '2', k: 'n', formula: '=1+1' },
      { r: 60, c: 6, t: 'x' },
    ]);
    expect(await get(`/page/shown?tab=${tab}&row=60&column=5&rows=1&columns=2`)).toEqual([['2', 'x']]);
    expect(await get('/page/cells?tab=99&row=1&rows=5')).toEqual([]);
  });

  test('the locale of the spreadsheet is a choice', async () => {
    const { tabs, locale, locales } = await state();
    expect([locale, locales]).toEqual(['en_US', expect.arrayContaining(['de_DE', 'fr_FR'])]);
    const tab = tabs[0]!.id;
    await reply('/page/do', { do: 'write', tab, row: 61, column: 5, cells: [['=SUM(1.5, 1)', '3.7']] });
    expect(await reply('/page/switch', { set: 'locale', locale: 'de_DE' })).toMatchObject({
      said: 'The spreadsheet’s locale is now de_DE.',
    });
    await reply('/page/do', { do: 'write', tab, row: 62, column: 5, cells: [['3.7']] });
    const cells = await get<CellInfo[]>(`/page/cells?tab=${tab}&row=61&rows=2`);
    expect(cells.filter(({ c }) => c >= 5)).toEqual([
      { r: 61, c: 5, t: '2,5', k: 'n', formula: '=SUM(1,5; 1)' },
      { r: 61, c: 6, t: '3,7', k: 'n' },
      { r: 62, c: 5, t: '3.7', k: 'd' },
    ]);
    expect(await reply('/page/switch', { set: 'locale', locale: 'xx' })).toMatchObject({ ok: false });
    await reply('/page/switch', { set: 'locale', locale: 'en_US' });
  });

  test('refusals come as sentences, and broken requests as refusals', async () => {
    const onMissingTab = { do: 'insertRows', tab: 99, at: 1, count: 1 };
    expect(await reply('/page/do', onMissingTab)).toEqual({ ok: false, message: 'That tab is gone.' });
    expect(await reply('/page/switch', { set: 'user', email: 'x@example.org' })).toEqual({
      ok: false,
      message: 'There is no such user.',
    });
    const { tabs } = await state();
    const huge = await fetch(
      `${server.origin}/page/shown?tab=${tabs[0]!.id}&row=1&column=1&rows=9e9&columns=9`,
    );
    expect(huge.status).toBe(400);
    const broken = await fetch(`${server.origin}/page/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(await broken.json()).toMatchObject({ ok: false });
  });

  test('another site can change nothing', async () => {
    const write = { do: 'addTab', name: 'evil' };
    expect((await post('/page/do', write, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('/page/do', write, { 'content-type': 'text/plain' })).status).toBe(403);
    expect((await state()).tabs.map(({ name }) => name)).not.toContain('evil');
  });

  test('what is not the page’s is left to the sandbox', async () => {
    expect((await fetch(`${server.origin}/page/nothing`)).status).toBe(404);
    expect((await post('/', {})).status).toBe(404);
  });

  test('every open page hears of changes', async () => {
    const stream = await fetch(`${server.origin}/page/events`);
    const reader = stream.body!.getReader();
    const decoder = new TextDecoder();
    const events: PageEvent[] = [];
    await post('/page/do', { do: 'addTab', name: 'New' });
    const { tabs } = await state();
    const tab = tabs.find(({ name }) => name === 'New')!.id;
    await post('/page/do', { do: 'write', tab, row: 1, column: 1, cells: [['hello']] });
    let text = '';
    while (!events.some((event) => event.on === 'cells' && event.tabs.includes(tab))) {
      const { value } = await reader.read();
      text += decoder.decode(value);
      events.length = 0;
      for (const match of text.matchAll(/^data: (.*)$/gm)) events.push(JSON.parse(match[1]!) as PageEvent);
    }
    await reader.cancel();
    expect(events.some((event) => event.on === 'tabs' && event.tabs.some(({ name }) => name === 'New'))).toBe(
      true,
    );
  });
});

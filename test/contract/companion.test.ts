/** The built add-on and a real companion: who may ask it, with what, and what it answers. */
import { EDITOR, type LiveBench, liveBench, OWNER, signIn } from './live-bench';

/** The swamps' own volume: eleven closed meshes. */
const SWAMPS = 'precomputed://https://c10s.pni.princeton.edu/tracers/swamps/banc/main';
const IDS = '720575941519923628 720575941441350235';
const triangles = (id: number) => `=ROWS(TT_MESH_TRIANGLES("${SWAMPS}", "${id}"))`;

let bench: LiveBench;
beforeAll(async () => {
  bench = await liveBench();
  await signIn(bench);
});
afterAll(() => bench?.close());

const hits = (user?: string) => bench.call('runTool', ['TT_MESH_HITS', { ids: IDS, mesh: SWAMPS }], user);
const refused = async (name: Parameters<LiveBench['attempt']>[0], args: unknown[], user?: string) => {
  const answer = await bench.attempt(name, args, user);
  if (answer.ok) throw new Error(`${name} was not refused`);
  return answer.error;
};
const askedOf = (address: string) => bench.host.sent.filter(({ url }) => url.startsWith(address));

test('Settings: the companion is confirmed, formulas have a permission, the test says its version', async () => {
  const { settings } = await bench.call('boot', []);
  expect(settings.companion).toBe(bench.companion.url);
  expect(settings.companionUse).toMatchObject({ confirmed: true, problem: '' });
  const days = (Date.parse(settings.companionUse.formulasUntil) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29);
  expect(days).toBeLessThan(31);
  const { version } = JSON.parse(await (await fetch(`${bench.companion.url}/v1/version`)).text());
  expect(await bench.call('testCompanion', [])).toEqual({ version });
});

test('the sidebar asks as its user: an ID token, the CAVE token in its own header, ids whole', async () => {
  const table = await hits();
  expect(table.header).toEqual(['id', 'hit', 'remarks']);
  expect(table.cells.map(([id]) => id)).toEqual(IDS.split(' '));
  for (const [, hit] of table.cells) expect(typeof hit).toBe('boolean');
  const sent = askedOf(`${bench.companion.url}/v1/tools/calc_seg_mesh_intersect`).at(-1)!;
  const [, claims] = sent.headers.authorization!.split('.');
  expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toMatchObject({ email: OWNER });
  expect(sent.headers['x-cave-token']).toBe(bench.cave.token);
  expect(sent.url).not.toContain(bench.cave.token);
  expect(Buffer.from(sent.body).toString()).not.toContain(bench.cave.token);
});

test('a formula asks with the spreadsheet’s permission, and its answer is kept', async () => {
  const first = await bench.formula(1, 1, triangles(1));
  expect(first).toBeGreaterThan(100);
  const requests = askedOf(`${bench.companion.url}/v1/tools/`);
  const [head] = requests.at(-1)!.headers.authorization!.replace('Bearer ', '').split('.');
  expect(JSON.parse(Buffer.from(head!, 'base64url').toString())).toMatchObject({ typ: 'tt-grant+jwt' });
  const ids = IDS.split(' ');
  bench.grid.write({ row: 1, column: 12, rows: 3, columns: 1 }, [[`'${ids[0]}`], [''], [`'${ids[1]}`]]);
  expect(typeof (await bench.formula(1, 13, `=TT_MESH_HITS(L1:L3, "${SWAMPS}")`))).toBe('boolean');
  expect(bench.shown(2, 13, 1, 1)).toEqual([['']]);
  expect(bench.shown(3, 13, 1, 1)[0]![0]).toMatch(/^(TRUE|FALSE)$/);
  const before = askedOf(bench.companion.url).length;
  await bench.formula(1, 14, `=TT_MESH_HITS(L1:L3, "${SWAMPS}")`);
  expect(askedOf(bench.companion.url)).toHaveLength(before);
});

test('another user must confirm the address before anything of theirs goes there', async () => {
  const { token } = bench.cave.users.find(({ email }) => email !== OWNER)!;
  await bench.call('saveToken', [token], EDITOR);
  const before = askedOf(bench.companion.url).length;
  expect(await refused('runTool', ['TT_MESH_HITS', { ids: IDS, mesh: SWAMPS }], EDITOR)).toMatchObject({
    code: 'COMPANION',
    message: expect.stringContaining('you have not confirmed'),
  });
  expect(askedOf(bench.companion.url)).toHaveLength(before);
  expect(await refused('confirmCompanion', ['https://other.example'], EDITOR)).toMatchObject({
    code: 'INPUT',
  });
  const settings = await bench.call('confirmCompanion', [bench.companion.url], EDITOR);
  expect(settings.companionUse).toMatchObject({ confirmed: true, formulasUntil: '' });
  expect((await hits(EDITOR)).rows).toBe(2);
});

test('an editor who changes the address gets nobody’s token: not the sidebar, not a formula', async () => {
  // The CAVE sandbox's own port under another name: an address that would answer.
  const thief = bench.origin.replace('127.0.0.1', 'localhost');
  await bench.call('saveSettings', [{ companion: thief }], EDITOR);
  expect((await bench.call('boot', [])).settings.companionUse).toMatchObject({
    confirmed: false,
    formulasUntil: '',
  });
  expect((await refused('runTool', ['TT_MESH_HITS', { ids: IDS, mesh: SWAMPS }])).message).toContain(thief);
  expect(await bench.formula(1, 16, `=TT_MESH_HITS("${IDS.split(' ')[0]}", "${SWAMPS}", , "2")`)).toMatch(
    /^#TT COMPANION: formulas may not ask the companion yet/,
  );
  expect(askedOf(thief).filter(({ user }) => user === OWNER)).toEqual([]);
  expect(askedOf(thief).filter(({ headers }) => headers['x-cave-token'] === bench.cave.token)).toEqual([]);
  // The owner's permission was given back to the companion that had given it.
  expect(askedOf(`${bench.companion.url}/v1/grants/revoke`)).not.toHaveLength(0);
  const back = await bench.call('saveSettings', [{ companion: bench.companion.url }]);
  expect(back.companionUse).toMatchObject({ confirmed: true, problem: '' });
  expect(back.companionUse.formulasUntil).not.toBe('');
});

test('formulas switched off: the permission is gone here and refused there', async () => {
  // The permission of before went with the other companion: this one is new.
  expect(await bench.formula(1, 17, triangles(9))).toBeGreaterThan(100);
  const calls = askedOf(`${bench.companion.url}/v1/tools/`)
    .map(({ headers }) => headers)
    .filter(
      ({ authorization }) =>
        JSON.parse(Buffer.from(authorization!.slice(7).split('.')[0]!, 'base64url').toString()).typ ===
        'tt-grant+jwt',
    )
    .at(-1);
  expect(calls?.['x-document']).toBeDefined();
  const headers = { authorization: calls!.authorization!, 'x-document': calls!['x-document']! };
  expect((await fetch(`${bench.companion.url}/v1/tools`, { headers })).status).toBe(200);
  const off = await bench.call('setFormulas', [false]);
  expect(off.companionUse).toMatchObject({ formulasUntil: '', problem: '' });
  expect(await bench.formula(1, 18, `=TT_MESH_TRIANGLES("${SWAMPS}", "1")`)).toMatch(/^#TT OFF/);
  const reply = await fetch(`${bench.companion.url}/v1/tools`, { headers });
  expect(reply.status).toBe(401);
  const on = await bench.call('setFormulas', [true]);
  expect(on.companionUse.formulasUntil).not.toBe('');
  expect(await bench.formula(1, 20, triangles(3))).toBeGreaterThan(100);
});

test('no companion, one that cannot be reached, and one that is none: three sentences', async () => {
  await bench.call('saveSettings', [{ companion: '' }]);
  expect(await refused('runTool', ['TT_MESH_HITS', { ids: IDS, mesh: SWAMPS }])).toMatchObject({
    code: 'COMPANION',
    message: expect.stringContaining('Set its address in Tracer Tools › Settings'),
  });
  expect(await bench.formula(1, 22, `=TT_MESH_TRIANGLES("${SWAMPS}", "4")`)).toMatch(
    /^#TT COMPANION: TT_MESH_TRIANGLES needs the companion/,
  );
  const away = await bench.call('saveSettings', [{ companion: 'http://127.0.0.1:9' }]);
  expect(away.companionUse.problem).toContain('cannot be reached');
  expect(await refused('runTool', ['TT_MESH_HITS', { ids: IDS, mesh: SWAMPS }])).toMatchObject({
    code: 'DOWN',
  });
  await bench.call('saveSettings', [{ companion: bench.origin }]);
  expect(await refused('testCompanion', [])).toMatchObject({
    code: 'COMPANION',
    message: expect.stringContaining('did not answer as a companion'),
  });
  const back = await bench.call('saveSettings', [{ companion: bench.companion.url }]);
  expect(back.companionUse.problem).toBe('');
});

test('refusals of a function keep their code and words', async () => {
  expect(
    await refused('runTool', ['TT_MESH_HITS', { ids: IDS, mesh: `${SWAMPS}/nothing-here` }]),
  ).toMatchObject({ code: expect.stringMatching(/^(NONE|INPUT|UNKNOWN)$/) });
  expect(await refused('makeFiles', ['TT_MESH_HITS', {}])).toMatchObject({ code: 'INPUT' });
});

test('no ID token, permission or CAVE token in any cell, document property, log or address', () => {
  const secrets = new Set([bench.cave.token]);
  for (const { headers } of bench.host.sent) {
    const bearer = headers.authorization?.slice(7);
    if (bearer && bearer.length > 40) secrets.add(bearer);
  }
  expect(secrets.size).toBeGreaterThan(2);
  const messages: string[] = bench.host.sent.map(({ url }) => url);
  for (const grid of bench.book.grids()) {
    const box = { row: 1, column: 1, rows: grid.lastRow(), columns: grid.lastColumn() };
    messages.push(JSON.stringify(grid.values(box)));
  }
  const { properties } = bench.host.world;
  messages.push(JSON.stringify(properties.named(`document ${bench.book.id}`).all()));
  messages.push(JSON.stringify(bench.host.ran.map(({ logs }) => logs)));
  const all = messages.join('\n');
  expect([...secrets].filter((secret) => all.includes(secret))).toEqual([]);
});

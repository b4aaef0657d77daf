/** The service from the outside: tools over HTTP against a local CAVE, with real workers. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOn, REGISTRY, toolKey, toolsOn } from '../../../src/tools/registry';
import { BANC, type Local, type LocalCave, localCave, localService } from '../support/service';

let cave: LocalCave;
let local: Local;
beforeAll(async () => {
  cave = await localCave();
  local = await localService(cave.origin);
});
afterAll(async () => {
  await local.close();
  await cave.close();
});

const ask = async (name: string, body: object) =>
  local.ask(`/v1/tools/${name}`, { headers: await local.headers(undefined, cave.cave.token), body });

const question = (more: object) => ({ server: cave.origin, datastack: BANC, args: {}, ...more });

test('health and version answer anybody, and tell nothing of the deployment', async () => {
  expect((await local.ask('/healthz')).body).toEqual({ ok: true });
  expect((await local.ask('/v1/version')).body).toEqual({ version: '0', name: 'Tracer Tools companion' });
});

test('a row tool answers its rows, an id that is none refused in words', async () => {
  const ids = ['720575941473274509', '720575941609391725'];
  const reply = await ask('check_seg_freshness', question({ ids }));
  expect(reply.body).toEqual({
    rows: [
      { id: ids[0], cells: [false], cacheSeconds: expect.any(Number) },
      { id: ids[1], cells: [true], cacheSeconds: expect.any(Number) },
    ],
  });
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const bad = await ask('check_seg_freshness', question({ ids: ['no id'] }));
  expect([bad.status, bad.body]).toEqual([
    400,
    { error: { code: 'ID', message: '"no id" is not a segment id' } },
  ]);
});

test('a tool is known by its formula too; what needs no CAVE needs no token', async () => {
  const reply = await local.ask('/v1/tools/TT_CONVERT_COLONS', {
    headers: await local.headers(),
    body: question({ args: { path: 'mesh/1:0' } }),
  });
  expect(reply.body).toEqual({ table: [['mesh/1___0']] });
});

test('two formulas of one name are two tools', async () => {
  const ids = ['720575941609391725'];
  const counted = await ask('TT_SUPERVOXEL_COUNT', question({ ids }));
  expect(counted.body).toEqual({ rows: [{ id: ids[0], cells: [19_576], cacheSeconds: expect.any(Number) }] });
  const listed = await ask('TT_SUPERVOXELS', question({ args: { id: ids[0] } }));
  expect((listed.body as { table: unknown[] }).table).toHaveLength(19_576);
});

test('a folder of volumes is served where one was given, to anybody on this machine, and nowhere else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'volumes-'));
  writeFileSync(join(folder, 'info'), '{"scales":[]}');
  const hosting = await localService(cave.origin, { volumes: folder });
  try {
    const found = await fetch(`${hosting.url}/volumes/info`, { headers: { range: 'bytes=2-7' } });
    expect([found.status, await found.text(), found.headers.get('access-control-allow-origin')]).toEqual([
      206,
      'scales',
      '*',
    ]);
    expect((await fetch(`${hosting.url}/volumes/..%2finfo`)).status).toBe(404);
  } finally {
    await hosting.close();
  }
  expect((await local.ask('/volumes/info')).status).toBe(404);
});

const ELSEWHERE = REGISTRY.filter((tool) => !isOn('companion', tool)).map(toolKey);

test.each(ELSEWHERE)('%s is no route and no job: it is not on this surface', async (key) => {
  const reply = await ask(key, question({ ids: ['720575941473274509'] }));
  expect([reply.status, reply.body]).toEqual([
    404,
    { error: expect.objectContaining({ code: 'NONE', message: expect.stringContaining('does not know') }) },
  ]);
  const headers = await local.headers(undefined, cave.cave.token);
  expect((await local.ask('/v1/jobs', { headers, body: { tool: key, ...question({}) } })).status).toBe(404);
});

test('all that the registry has for this surface is told, and every limit with its words', async () => {
  const reply = await local.ask('/v1/tools', { headers: await local.headers() });
  const { tools, limits } = reply.body as { tools: { name: string }[]; limits: Record<string, unknown> };
  expect(tools.map(({ name }) => name)).toEqual(toolsOn('companion').map(({ name }) => name));
  expect(limits.points).toEqual({ most: 200_000, words: expect.stringContaining('points') });
});

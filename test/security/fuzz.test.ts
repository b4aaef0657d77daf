/** Thousands of bodies, most of them wrong: each gets an answer or a refusal in words, none a 500. */

import type { AnyTool, Param } from '../../src/tools/declaration/declare';
import { toolsOn } from '../../src/tools/registry';
import { casesOf } from '../../workbench/long';
import { random } from '../../workbench/random';
import {
  BANC,
  type Local,
  type LocalCave,
  localCave,
  localService,
  type Reply,
} from '../companion/support/service';

const SEED = 20_261_122;
const BODIES = casesOf(500, 10_000);
const AT_ONCE = 12;

let cave: LocalCave;
let local: Local;
beforeAll(async () => {
  cave = await localCave();
  local = await localService(cave.origin, { limits: { seconds: 20, perPerson: 100, jobsPerPerson: 1e6 } });
});
afterAll(async () => {
  await local.close();
  await cave.close();
});

const TOOL_LIST: AnyTool[] = toolsOn('companion');

const WORDS = [
  '',
  ' ',
  '0',
  '-1',
  '1e400',
  'NaN',
  'Infinity',
  'TRUE',
  'null',
  '720575941473274509',
  '720575941609391725',
  '18446744073709551616',
  '7.20576E+17',
  '72057594147327450.9',
  "'720575941473274509",
  '=IMPORTXML("https://evil.example")',
  '<script>',
  '../../../etc/passwd',
  'https://127.0.0.1/',
  'precomputed://gs://bucket/path',
  'precomputed://https://169.254.169.254/',
  'base64:AAAA',
  'base64:!!!!',
  `base64:${Buffer.from('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n').toString('base64')}`,
  `base64:${Buffer.from('ply\nformat ascii 1.0\nelement vertex 4000000000\nproperty float x\nend_header\n').toString('base64')}`,
  `base64:${Buffer.concat([Buffer.alloc(80), Buffer.from([255, 255, 255, 255]), Buffer.alloc(50)]).toString('base64')}`,
  '{"layers":[]}',
  '{"layers":[{"type":"annotation","name":"a","annotations":[{"type":"point","point":[1,2,3]}]}]}',
  '{"layers":{"__proto__":1}}',
  '[[',
  '__proto__',
  'constructor',
  'toString',
  'synapses_v2',
  BANC,
  '\u0000',
  '\ud800',
  '\u202e',
  '🧠',
  'a'.repeat(5000),
  '9'.repeat(400),
  '(a+)+$',
  '1,2,3',
  '4 4 45',
];

function maker(seed: number) {
  const next = random(seed);
  const int = (most: number): number => Math.floor(next() * most);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const NUMBERS = [0, -0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 2 ** 53, 2 ** 64, 2 ** 31, NaN, 100];

  const cell = (): unknown => {
    switch (int(9)) {
      case 0:
        return pick(NUMBERS);
      case 1:
        return next() < 0.5;
      case 2:
        return null;
      case 3:
        return { date: pick(NUMBERS) };
      case 4:
        return { error: { code: pick(WORDS), message: pick(WORDS) } };
      case 5:
        return String(int(1e9));
      default:
        return pick(WORDS);
    }
  };
  const junk = (depth = 0): unknown => {
    const kind = depth > 3 ? int(3) : int(6);
    if (kind < 3) return cell();
    if (kind === 3) return Array.from({ length: int(5) }, () => junk(depth + 1));
    if (kind === 4)
      return Object.fromEntries(Array.from({ length: int(4) }, () => [pick(WORDS), junk(depth + 1)]));
    return { [pick(['ids', 'args', 'server', 'datastack', '__proto__', 'then'])]: junk(depth + 1) };
  };
  const rows = (make: () => unknown, width = 1 + int(9)): unknown[][] =>
    Array.from({ length: int(8) }, () => Array.from({ length: width }, make));
  const place = (): unknown => (next() < 0.9 ? Math.round(next() * 200_000) : cell());

  /** Mostly what the parameter wants. */
  const fitting = (param: Param): unknown => {
    if (next() < 0.15) return junk();
    switch (param.kind) {
      case 'points':
        return rows(place, 3);
      case 'range':
        return rows(next() < 0.5 ? place : cell);
      case 'number':
        return next() < 0.7 ? pick(NUMBERS) : cell();
      case 'boolean':
        return next() < 0.7 ? next() < 0.5 : cell();
      case 'choice':
        return next() < 0.7 ? pick(param.choices ?? ['']) : cell();
      case 'id':
        return next() < 0.6 ? '720575941473274509' : pick(WORDS);
      default:
        return cell();
    }
  };

  const question = (tool: AnyTool): Record<string, unknown> => {
    const args: Record<string, unknown> = {};
    for (const param of tool.params) {
      if (param.kind === 'ids' || param.name === 'datastack') continue;
      if (param.optional !== true || next() < 0.4) args[param.name] = fitting(param);
    }
    const known = ['720575941473274509', '720575941609391725', '720575941703820762'];
    return {
      server: next() < 0.95 ? cave.origin : pick(WORDS),
      datastack: next() < 0.9 ? BANC : pick(WORDS),
      args,
      ...(tool.kind === 'rows'
        ? { ids: Array.from({ length: int(4) }, () => (next() < 0.7 ? pick(known) : pick(WORDS))) }
        : {}),
    };
  };

  /** A path and a body. */
  return (): { path: string; body: string | Uint8Array } => {
    const tool = pick(TOOL_LIST);
    const path =
      next() < 0.93
        ? `/v1/tools/${tool.name}`
        : pick([
            '/v1/jobs',
            '/v1/grants',
            '/v1/grants/revoke',
            '/v1/tools/x',
            '/v1/jobs/x/run',
            '/v1/jobs/x/cancel',
          ]);
    const kind = next();
    if (kind < 0.1) return { path, body: Uint8Array.from({ length: int(200) }, () => int(256)) };
    if (kind < 0.3) return { path, body: JSON.stringify(junk()) ?? '' };
    const whole = question(tool);
    const text = JSON.stringify(path === '/v1/jobs' ? { tool: tool.name, ...whole } : whole);
    if (kind < 0.4) return { path, body: text.slice(0, int(text.length)) };
    if (kind < 0.5) return { path, body: text.replace(/[0-9:,"]/, pick(WORDS)) };
    return { path, body: text };
  };
}

test(`${BODIES} bodies of seed ${SEED}`, async () => {
  const make = maker(SEED);
  const headers = await local.headers(undefined, cave.cave.token);
  const wrong: string[] = [];
  const seen = new Map<number, number>();
  let left = BODIES;
  const check = ({ status, body, text }: Reply, path: string, sent: string | Uint8Array): void => {
    seen.set(status, (seen.get(status) ?? 0) + 1);
    const refusal = (body as { error?: { code?: string; message?: string } } | undefined)?.error;
    const worded = status < 400 || (typeof refusal?.code === 'string' && refusal.message !== '');
    if (status !== 500 && body !== undefined && worded) return;
    const shown = Buffer.from(sent).toString().slice(0, 600);
    wrong.push(`${path} → ${status} ${text.slice(0, 200)} of ${shown}`);
  };
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const { path, body } = make();
      check(await local.ask(path, { headers, body }), path, body);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  expect(wrong).toEqual([]);
  // The bodies reach the functions, and are not all refused before.
  expect(seen.get(200)).toBeGreaterThan(BODIES / 20);
  expect(seen.get(400)).toBeGreaterThan(BODIES / 20);
  expect((await local.ask('/healthz')).body).toEqual({ ok: true });
}, 240_000);

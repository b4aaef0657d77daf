/**
 * TT_TABLE's answers to random questions over real HTTP, for the Python client to answer too. Environment: TABLES_URL,
 * TABLES_TOKEN, TABLES_QUESTIONS (number of questions). Prints JSON.
 */

import { between, pick, type Rng, rng } from '@tracer-tools/cave/rng';
import { openDatastack } from '../../src/cave/client/datastack';
import { tableNames } from '../../src/cave/tables/annotation';
import { knownVersions } from '../../src/cave/tables/materialize';
import { TtError } from '../../src/core/errors';
import { fetchDriver, type Platform } from '../../src/http/drivers/fetch';
import { runAsync } from '../../src/http/runner';
import type { Work } from '../../src/http/work';
import { readArgs } from '../../src/tools/declaration/args';
import type { OutputCell, ToolContext } from '../../src/tools/declaration/declare';
import { caveTable } from '../../src/tools/get/cave-table';

const STACK = 'brain_and_nerve_cord';
const TABLES = ['neuron_tags', 'nuclei_v1', 'backbone_proofread', 'cell_ids'];
const LIMIT = 30_000;
const access = { server: process.env.TABLES_URL!, token: process.env.TABLES_TOKEN! };
const kept = new Map<string, string>();
const memory = {
  get: (key: string) => kept.get(key) ?? null,
  put: (key: string, value: string) => void kept.set(key, value),
};
const ctx: ToolContext = { access, datastack: STACK, cache: memory, now: () => Date.now() };
const decoder = new TextDecoder();
const driver = fetchDriver(globalThis as unknown as Platform, { decode: (bytes) => decoder.decode(bytes) });
const run = <T>(work: Work<T>) => runAsync(work, driver, { now: () => Date.now(), random: () => 0.5 });
const table = (args: unknown[]) => run(caveTable.answer(readArgs(caveTable, args), ctx));

interface Filter {
  column: string;
  by: string;
  values: OutputCell[];
}

const plain = (cell: OutputCell): unknown =>
  cell instanceof TtError ? { error: cell.code } : cell instanceof Date ? { time: cell.getTime() } : cell;

function randomFilter(random: Rng, rows: OutputCell[][]): Filter | null {
  const header = rows[0] as string[];
  const at = between(random, 0, header.length - 1);
  const name = header[at]!;
  const some = (column = at): OutputCell => pick(random, rows.slice(1))[column]!;
  const value = some();
  // Floats are sent with 32 bits, so a volume that is shown may differ from the one that the database compares.
  if (value === null || value instanceof TtError || name === 'valid' || name === 'volume') return null;
  if (/_[xyz]$/.test(name)) {
    const column = name.slice(0, -2);
    const first = header.indexOf(`${column}_x`);
    const row = pick(random, rows.slice(1));
    const point = [0, 1, 2].map((i) => row[first + i]);
    if (point.some((x) => typeof x !== 'number')) return null;
    const half = [20_000, 20_000, 1500].map((most) => between(random, 200, most));
    const corner = (sign: number) => point.map((x, i) => Number(x) + sign * half[i]!);
    return { column, by: 'box', values: [...corner(-1), ...corner(1)] };
  }
  if (value instanceof Date) return { column: name, by: pick(random, ['>', '<=']), values: [value] };
  if (typeof value === 'boolean')
    return { column: name, by: pick(random, ['in', 'not in']), values: [value] };
  if (name === 'note' && random() < 0.5)
    return { column: name, by: '~', values: [pick(random, ['^see', 'b7$', '[0-9]'])] };
  const others = [some(), some()].filter((one) => one !== null && !(one instanceof TtError));
  return random() < 0.5
    ? { column: name, by: pick(random, ['in', 'not in']), values: [value, ...others] }
    : { column: name, by: pick(random, ['>', '<', '>=', '<=']), values: [value] };
}

const filterRow = ({ column, by, values }: Filter): OutputCell[] => [column, by, ...values];

async function main(): Promise<void> {
  const stack = await run(openDatastack(access, STACK, memory));
  const versions = await run(knownVersions(stack, memory));
  const known = await run(tableNames(stack));
  const now = Date.now() - 60_000;
  const newest = versions[0]!.timestamp * 1000;
  const times = [now, newest + 8 * 3_600_000, newest - 24 * 3_600_000].map((time) =>
    new Date(time).toISOString(),
  );
  const there = TABLES.filter((name) => known.includes(name));
  const samples = new Map<string, OutputCell[][]>();
  const questions: unknown[] = [];
  for (let seed = 0; questions.length < Number(process.env.TABLES_QUESTIONS ?? 500); seed++) {
    const random = rng(seed + 40_000);
    const name = pick(random, there);
    const live = random() < 0.5 && name !== 'cell_ids';
    const version = pick(random, versions).version;
    // Before the newest version, the client rejects the whole table if rows of the older one are not looked up.
    const as_of = live ? pick(random, name === 'neuron_tags' ? times.slice(0, 2) : times) : String(version);
    const key = `${name} ${version}`;
    const rows = samples.get(key) ?? (await table([name, '', '', LIMIT, String(version)]));
    samples.set(key, rows);
    const filters = Array.from({ length: between(random, 0, 3) }, () => randomFilter(random, rows)).filter(
      (filter): filter is Filter => filter !== null && !(live && filter.column === 'created'),
    );
    const chosen = (rows[0] as string[]).filter(
      (column) => !(live && /^(created|superceded_id)$/.test(column)) && random() < 0.4,
    );
    // With segment ids, both answers omit rows that are not looked up.
    const columns = [
      ...new Set(['id', ...(rows[0]!.includes('pt_root_id') ? ['pt_root_id'] : []), ...chosen]),
    ];
    const cells = filters.length === 0 ? undefined : filters.map(filterRow);
    let answer: unknown;
    try {
      const found = await table([name, cells, [columns], LIMIT, as_of]);
      answer = found.slice(1).map((row) => row.map(plain));
    } catch (error) {
      answer = { error: String(error) };
    }
    questions.push({
      seed,
      table: name,
      live,
      as_of,
      filters: filters.map((filter) => ({ ...filter, values: filter.values.map(plain) })),
      columns,
      answer,
    });
  }
  console.log(JSON.stringify({ questions, missing: TABLES.filter((name) => !there.includes(name)) }));
}

void main();

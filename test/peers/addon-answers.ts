/**
 * The built add-on's answers for the sandbox's own samples, over real HTTP; the Python client then answers the same
 * questions. Environment: SANDBOX_URL, SANDBOX_TOKEN, ADDON (the bundle's folder). Prints JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkerHost } from '@tracer-tools/apps-script';
import { createWorkbook } from '@tracer-tools/apps-script/sheet';
import type { TableView } from '../../src/addon/interfaces/api';

const url = process.env.SANDBOX_URL!;
const folder = process.env.ADDON!;
const USER = 'ada@example.org';
const SAMPLE = 12;
const SKELETONS = ['720575941519923628'];

async function main(): Promise<void> {
  const host = createWorkerHost({
    code: readFileSync(join(folder, 'Code.js'), 'utf8'),
    html: {},
    manifest: JSON.parse(readFileSync(join(folder, 'appsscript.json'), 'utf8')),
    workbook: createWorkbook(),
    network: () => null,
    live: (address) => {
      if (address.startsWith(`${url}/`)) return address;
      const files = 'https://storage.googleapis.com/download/storage/v1/b/cave-skeletons/';
      return address.startsWith(files) ? address.replace('https://', `${url}/stores/`) : null;
    },
    users: [{ email: USER, name: 'Ada' }],
    owner: USER,
  });
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const outcome = await host.callFromPage('ttCall', [name, JSON.stringify(args)], USER);
    const answer = outcome.ok ? JSON.parse(String(outcome.value)) : { ok: false, error: outcome };
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  };
  await call('saveSettings', [{ server: url }]);
  await call('saveToken', [process.env.SANDBOX_TOKEN]);
  await call('saveSettings', [{ datastack: 'brain_and_nerve_cord' }]);
  const state = (await (await fetch(`${url}/sandbox/state`)).json()) as {
    samples: { stale: string[]; current: string[] };
  };
  const stale = state.samples.stale.slice(0, SAMPLE);
  const current = state.samples.current.slice(0, SAMPLE);
  const answers: Record<string, Record<string, unknown[]>> = {};
  const ask = async (formula: string, ids: string[], form: Record<string, string> = {}) => {
    const table = (await call('runTool', [formula, { ids: ids.join(' '), ...form }])) as TableView;
    answers[formula] = Object.fromEntries(table.cells.map(([id, ...cells]) => [String(id), cells]));
  };
  await ask('TT_IS_CURRENT', [...stale, ...current]);
  await ask('TT_CURRENT_ID', stale, { include_ratio: 'true', full_list: 'true' });
  await ask('TT_VOLUME', current);
  await ask('TT_CABLE_LENGTH', ['720575941490813872', '720575941533316995', ...current]);
  await ask('TT_SYNAPSES', current, { split: 'true' });
  await ask('TT_IS_PROOFREAD', [...current, '720575941609391725']);
  await ask('TT_SUPERVOXEL_COUNT', current);
  // Tables: rows by requested id, with the header first if the function has one.
  for (const formula of ['TT_ORIGINAL_IDS', 'TT_CHANGELOG', 'TT_SKELETON']) {
    answers[formula] = {};
    for (const id of formula === 'TT_SKELETON' ? SKELETONS : current.slice(0, 6)) {
      answers[formula]![id] = ((await call('runTool', [formula, { id }])) as TableView).cells;
    }
  }
  console.log(JSON.stringify(answers));
  await host.close();
}

void main();

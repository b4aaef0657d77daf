/**
 * The session of docs/command-line.md, run anew: its output is what stands there. `WRITE_TRANSCRIPT=1` writes it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCaveSandbox } from '@tracer-tools/cave';
import { type RunningServer, serve } from '@tracer-tools/cave/server';
import { controlHandler } from '@tracer-tools/cave/services/control';

const ROOT = join(__dirname, '..', '..');
const PAGE = join(ROOT, 'docs', 'command-line.md');
const SHOWN = 'http://127.0.0.1:8787';
const folder = mkdtempSync(join(tmpdir(), 'tracertools-session-'));

const COMMANDS = [
  'tracertools --version',
  'tracertools check_seg_freshness --help | head -17',
  'cat ids.csv',
  'tracertools check_seg_freshness ids.csv --sandbox; echo "exit code $?"',
  'tracertools get_current_seg_ids ids.csv include_ratio=TRUE --headers --format csv --sandbox',
  'tail -n +2 ids.csv | cut -d, -f2 | tracertools check_seg_freshness - --json --sandbox',
  'tracertools check_seg_freshness ids.csv --headers --out fresh.csv --sandbox; cat fresh.csv',
  'tracertools check_seg_freshness ids.csv --headers --out fresh.csv --sandbox; echo "exit code $?"',
  'tracertools check_seg_freshness pairs.csv --sandbox; echo "exit code $?"',
  'tracertools check_seg_freshness pairs.csv --column post --sandbox',
  'tracertools get_cave_table cell_info limit=2 --format ndjson --headers --sandbox',
  'tracertools calc_mesh_measures region.obj --headers --format json',
  'tracertools get_seg_mesh region.obj format=ply --out region.ply',
  'tracertools make_local_volume_from_obj region.obj --out volume',
  'tracertools make_bucket_volume_from_obj region.obj gs://tracer-volumes/region --sandbox | cut -c1-80',
  'tracertools calc_mesh_measures precomputed://gs://tracer-volumes/region --sandbox',
  'tracertools bucket_upload_folder volume gs://tracer-volumes/copy --sandbox',
  'tracertools bucket_list gs://tracer-volumes/copy --sandbox --no-headers | cut -f1,2',
  'tracertools bucket_copy_folder volmue gs://tracer-volumes/copy --sandbox; echo "exit code $?"',
  'tracertools convert_coord_res 12000,13000,2400 4,4,45 8,8,45',
  'tracertools convert_coord_res "12,000 13,000 2,400" 4,4,45 8,8,45; echo "exit code $?"',
  'tracertools get_seg_mesh regoin.obj',
  'tracertools get_seg_mseh region.obj',
  'tracertools get_seg_mesh region.obj fromat=ply',
  'tracertools calc_mesh_measures region.obj --fromat csv',
  'tracertools TT_TAB Neurons; echo "exit code $?"',
];

const FILES: Record<string, string> = {
  'ids.csv': 'type,root_id\nDNg1,720575941473274509\nDNg2,720575941609391725\nunknown,NA\ndamaged,7.2E+17\n',
  'pairs.csv': 'pre,post\n720575941473274509,720575941609391725\n',
  'region.obj': 'v 0 0 0\nv 6000 0 0\nv 0 6000 0\nv 0 0 6000\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n',
};

let served: RunningServer;
beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'cli.mjs')]);
  const handlers: Parameters<typeof serve>[0]['handlers'] = [];
  served = await serve({ port: 0, handlers });
  const cave = createCaveSandbox({ origin: served.origin, watershed: 'here' });
  handlers.push(controlHandler(cave), cave.handle);
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  const program = `exec '${process.execPath}' '${join(ROOT, 'scripts', 'tracertools.mjs')}' "$@"`;
  writeFileSync(join(bin, 'tracertools'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
});
afterAll(() => served.close());

function run(command: string): Promise<string> {
  const script = command.replaceAll('--sandbox', `--sandbox ${served.origin}`);
  const env = { PATH: `${join(folder, '.bin')}:${process.env.PATH}`, HOME: folder };
  const child = spawn('bash', ['-c', `{ ${script}; } 2>&1`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (piece) => (out += piece));
  return new Promise((resolve) => child.on('close', () => resolve(out.replaceAll(served.origin, SHOWN))));
}

test('the session', async () => {
  const parts: string[] = [];
  for (const command of COMMANDS) parts.push(`$ ${command}\n${await run(command)}`);
  const session = parts.join('\n').replace(/\n+$/, '');
  const block = `<!-- transcript -->\n\`\`\`\n${session}\n\`\`\`\n<!-- /transcript -->`;
  const page = readFileSync(PAGE, 'utf8');
  const found = /<!-- transcript -->[\s\S]*<!-- \/transcript -->/;
  if (process.env.WRITE_TRANSCRIPT)
    writeFileSync(
      PAGE,
      page.replace(found, () => block),
    );
  else expect(found.exec(page)?.[0]).toBe(block);
});

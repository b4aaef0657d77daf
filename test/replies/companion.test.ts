/** Damaged replies of the companion: the answer is the right one or an error that names it, never another answer. */
import { rng } from '@tracer-tools/cave/rng';
import { TtError } from '../../src/core/errors';
import type { Id } from '../../src/core/ids';
import { parseJson } from '../../src/core/json';
import { recordedDriver } from '../../src/http/drivers/recorded';
import { runSync } from '../../src/http/runner';
import type { Work } from '../../src/http/work';
import { companionHeavyRunner } from '../../src/tools/companion/call-companion';
import type { FileTool, RowTool, TableTool, ToolContext } from '../../src/tools/declaration/declare';
import { requireTool } from '../../src/tools/registry';
import { KINDS, type Kind } from './damage';

const heavy = companionHeavyRunner({
  address: 'https://companion.example',
  server: 'https://cave.example',
  headers: () => ({}),
});
const ctx = { datastack: 'brain_and_nerve_cord' } as ToolContext;
const [A, B] = ['720575941473274509', '720575941524660200'] as [Id, Id];
const tool = (name: string) => requireTool('companion', name);
const job = (answer: object) => ({ id: 'j1', state: 'done', done: 3, total: 3, words: 'merges', answer });

const ANSWERS: [name: string, reply: object, () => Work<unknown>][] = [
  [
    'rows',
    {
      rows: [
        { id: A, cells: [true, 2, 'in the left lobe'], cacheSeconds: 60 },
        { id: B, error: { code: 'PENDING', message: 'the skeleton is being made' } },
      ],
    },
    () => heavy.rows(tool('TT_MESH_HITS') as RowTool, [A, B], { mesh: 'm', return_points: true }, ctx),
  ],
  [
    'a table',
    {
      table: [
        [121305, 181906, 4627],
        [123200, 172384, 4720],
      ],
    },
    () => heavy.table(tool('TT_BONES_MESH_HITS') as TableTool, { bones: [], mesh: 'm' }, ctx),
  ],
  [
    'a job',
    job({
      table: [
        ['user_id', 'user_name', 'supervoxels'],
        ['42', 'Ada', 2957],
        ['43', 'Mei', 253],
      ],
    }),
    () => heavy.table(tool('TT_CONTRIBUTIONS') as TableTool, { id: A }, ctx),
  ],
  [
    'files',
    {
      report: [
        ['vertices', 'triangles', 'remarks'],
        [8, 12, 'closed'],
      ],
      files: [{ path: 'a.obj', contentType: 'model/obj', base64: 'aGVsbG8h' }],
      link: 'https://x.example/1',
    },
    () => heavy.files(tool('get_seg_mesh') as FileTool, { mesh: 'm' }, ctx),
  ],
];

type Outcome = { value: string } | { error: string } | { crash: string };

function outcome(body: Uint8Array, work: Work<unknown>): Outcome {
  const driver = recordedDriver(() => ({ body }));
  try {
    const value = runSync(work, driver, { now: () => 0, random: () => 0.5, maxAttempts: 1, maxWaitMs: 1 });
    const plain = value instanceof Map ? [...value] : value;
    return {
      value: JSON.stringify(plain, (_key, one) =>
        one instanceof TtError ? `#TT ${one.code}: ${one.message}` : one,
      ),
    };
  } catch (error) {
    return error instanceof TtError ? { error: `${error.code}: ${error.message}` } : { crash: String(error) };
  }
}

/**
 * What the companion might have sent: other numbers, blanks, words and files. A point that comes twice in a row of
 * points may be one with its digits.
 */
function isPlausible(body: Uint8Array, { name, chance }: Kind): boolean {
  const ownNumbers = /negative number|null for a number|^every item twice/.test(name);
  if (chance !== true && !ownNumbers) return false;
  try {
    return typeof parseJson(new TextDecoder().decode(body)) === 'object';
  } catch {
    return false;
  }
}

const total = { right: 0, error: 0 };
afterAll(() => {
  console.log(
    `companion: ${total.error + total.right} damaged replies: ${total.error} errors, ${total.right} right answers, 0 others`,
  );
});

test.each(ANSWERS.map(([name, reply, work], i) => [name, i + 1, reply, work] as const))(
  '%s, seed %i',
  (_name, seed, reply, work) => {
    const random = rng(seed);
    const bytes = new TextEncoder().encode(JSON.stringify(reply));
    const whole = outcome(bytes, work()) as { value: string };
    expect(whole).toHaveProperty('value');
    const wrong: string[] = [];
    for (let round = 0; round < 4; round++) {
      for (const kind of KINDS) {
        const damaged = kind.damage(bytes, random);
        if (damaged === null || isPlausible(damaged, kind)) continue;
        const found = outcome(damaged, work());
        if ('value' in found && found.value === whole.value) total.right++;
        else if (
          'error' in found ||
          ('value' in found && /#TT FAULT: the companion gave no answer for/.test(found.value))
        )
          total.error++;
        else wrong.push(`${kind.name}: ${JSON.stringify(found).slice(0, 300)}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);

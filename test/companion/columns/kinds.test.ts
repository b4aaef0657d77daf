/** Each kind of column with its own work, on instances that die and tasks that come twice: equal to one process's answer. */
import type { Columns } from '../../../src/companion/columns/columns';
import { TtError } from '../../../src/core/errors';
import type { Id } from '../../../src/core/ids';
import { packRows, type WireRow } from '../../../src/tools/companion/wire';
import { contributorsJob } from '../../../src/tools/jobs/contributors';
import { partnersJob } from '../../../src/tools/jobs/partners';
import { picturesJob } from '../../../src/tools/jobs/pictures';
import { heavyBench } from '../../tools/heavy/support';
import { eventually } from '../support/eventually';
import { Death, type Fleet, fleet, PERSON, patiently, seeded } from '../support/fleet';

const KINDS = [
  [contributorsJob, {}],
  [partnersJob, {}],
  [picturesJob, { destination: 'gs://tracer-volumes/pictures/fleet' }],
] as const;

let running: Fleet | null = null;
afterEach(() => running?.close());

const sorted = (rows: readonly WireRow[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

test.each(KINDS.map(([job, options], i) => [job.name, 40 + i, job, options] as const))(
  '%s: cut, cancelled, resumed, with instances that die and a row that fails for good (seed %i)',
  async (_name, seed, job, options) => {
    const cave = await heavyBench();
    const { tool, args } = job.handsOver!(options);
    const answer = (ids: readonly string[]): WireRow[] =>
      packRows(ids as Id[], cave.run(tool.answer(ids as Id[], args, cave.ctx())));
    const ids = cave.sandbox.truth.sampleCurrent(job === picturesJob ? 34 : 40);
    // Skeletons that are not made yet are made before both.
    answer(ids);
    cave.driver.sleep(1_800_000);
    const bad = ids[17]!;
    const refusal = { code: 'BIG', message: 'too large' } as const;
    const alone = answer(ids).map((row): WireRow => (row.id === bad ? { id: bad, error: refusal } : row));
    const random = seeded(seed);
    const questions: number[] = [];
    const of = fleet({
      random,
      instances: 6,
      twice: 0.2,
      reportMs: 50,
      answer: (some) => {
        questions.push(some.length);
        if (of.instances.filter(({ alive }) => alive).length > 3 && random() < 0.3) throw new Death();
        if (some.includes(bad)) throw new TtError(refusal.code, refusal.message);
        return answer(some);
      },
    });
    running = of;
    const begin = () =>
      patiently(() =>
        (of.any() as Columns).begin({
          person: PERSON,
          byGrant: false,
          tool: tool.name,
          question: { server: 'https://cave.example', datastack: 'd', ids, args: { ...options } },
          token: 'token',
        }),
      );
    const { id } = await begin();
    await eventually(async () => (await of.any().find(PERSON, id, '')).done > 0);
    await of.any().cancel(PERSON, id);
    await eventually(() => of.open().length === 0);
    const stood = await of.any().find(PERSON, id, 'token');
    expect(stood.done).toBeLessThanOrEqual(ids.length);
    expect((await begin()).id).toBe(id);
    const { rows } = await of.collect(id, 7);
    expect(sorted(rows)).toEqual(sorted(alone));
    expect(rows.filter((row) => 'error' in row).map((row) => row.id)).toContain(bad);
    expect(Math.max(...questions)).toBeLessThan(ids.length);
  },
);

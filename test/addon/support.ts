/** A signed-in Host over the CAVE sandbox, a sheet of ids, and functions that run jobs to their end. */
import type { JobPlan } from '../../src/addon/interfaces/api';
import { startJob } from '../../src/addon/jobs/plan';
import type { Job } from '../../src/addon/jobs/state';
import { stepJob } from '../../src/addon/jobs/step';
import type { Cell } from '../../src/core/table';
import { type FakeHost, fakeHost } from '../support/fake-host';
import { BANC, ORIGIN, type TestEnvironment } from '../support/sandbox-driver';

export function hostOver(cave: TestEnvironment): FakeHost {
  const host = fakeHost({ driver: cave.driver, now: cave.now });
  host.kept.document.set('settings', JSON.stringify({ server: ORIGIN, datastack: BANC }));
  host.kept.user.set(`token ${ORIGIN}`, cave.sandbox.token);
  return host;
}

export function fill(host: FakeHost, top: string[], rows: Cell[][]): void {
  host.tab.put(1, 1, [top, ...rows]);
}

export function planOf(host: FakeHost, more: Partial<JobPlan> = {}): JobPlan {
  return {
    kind: 'current',
    sheetId: host.tab.id,
    column: 'A',
    firstRow: 2,
    lastRow: host.tab.cells.length,
    headers: ['current_id', 'share'],
    datastack: BANC,
    replace: true,
    ...more,
  };
}

export function drive(host: FakeHost, id: string): Job {
  let job = stepJob(id, host);
  for (let steps = 0; job.state === 'running' && steps < 100; steps++) job = stepJob(id, host);
  return job;
}

export const runJob = (host: FakeHost, more: Partial<JobPlan> = {}): Job =>
  drive(host, startJob(planOf(host, more), host).id);

/** What every declaration of a function needs, and a test does not look at. */
export const DECLARED = {
  name: 'x',
  formula: 'TT_X',
  family: 'get',
  summary: '',
  details: '',
  returns: '',
  example: { formula: '', shows: '' },
  surfaces: ['formula'],
  outputs: [{ name: 'one', format: 'text' }],
} as const;

/** The parameter of the ids. */
export const IDS = { name: 'ids', kind: 'ids', description: 'ids' } as const;

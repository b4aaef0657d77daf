/** Each ready sheet fits the jobs as they are declared: its recipe writes under headers that the tab has. */
import { READY_SHEETS, readySheetPlan } from '../../../sidebar/sheet/ready-sheets';
import { jobChoices } from '../../../src/addon/jobs/job-choices';
import { readPoint } from '../../../src/core/points';
import { EXAMPLES } from '../../support/facts';

Object.assign(globalThis, { CATALOGUE: { tools: [], jobs: jobChoices() } });

test.each(READY_SHEETS.map((sheet) => [sheet.title, sheet] as const))('%s', (_title, sheet) => {
  expect(new Set(sheet.headers).size).toBe(sheet.headers.length);
  for (const { column, step } of sheet.recipes) {
    expect(sheet.headers).toContain(column);
    const job = jobChoices().find(({ kind }) => kind === step.kind)!;
    const known = job.details.map(({ header }) => header);
    for (const output of step.headers) {
      expect(known).toContain(output);
      expect(sheet.headers).toContain(step.targets?.[output] ?? output);
    }
  }
  for (const row of sheet.examples) expect(row.length).toBeLessThanOrEqual(sheet.headers.length);
});

test('points to do: its points are published ones, each in its segment, read as points', () => {
  const { headers, examples } = READY_SHEETS.find(({ tab }) => tab === 'To do')!;
  const { points, segments } = EXAMPLES.get_roots_from_points;
  const at = (header: string) => examples.map((row) => row[headers.indexOf(header)]!);
  expect(at('root_id')).toEqual(segments);
  expect(at('point').map((text) => readPoint([[text]], 'point'))).toEqual(points);
});

test('formats with units; examples only where their data set is meant', () => {
  const census = READY_SHEETS.find(({ tab }) => tab === 'Census')!;
  const plan = readySheetPlan(census, 'brain_and_nerve_cord', { examples: true, schedule: true });
  expect(plan.headers.find(({ text }) => text === 'volume_um3')!.format).toBe('#,##0.000 "µm³"');
  expect(plan.headers[0]).toEqual({ text: 'root_id', format: '@', pixels: 160 });
  expect(plan.rows).toHaveLength(3);
  expect(readySheetPlan(census, 'minnie65_phase3_v1', { examples: true, schedule: true }).rows).toEqual([]);
  expect(readySheetPlan(census, 'brain_and_nerve_cord', { examples: false, schedule: false })).toMatchObject({
    rows: [],
    schedule: false,
  });
});

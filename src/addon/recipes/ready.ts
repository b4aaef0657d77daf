/**
 * Makes a ready sheet: a tab with headers, formats and examples, its recipes, and a schedule that runs them in turn.
 */
import { asTtError } from '../../core/errors';
import type { ReadyPlan } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { freeName } from '../jobs/tab-job';
import { addSchedule, addStep } from '../schedules/schedules';
import { columnLetter } from '../sheet/cells/columns';
import { putCells } from '../sheet/cells/write-cells';
import { planOfStep, recipes, saveRecipe } from './store';

/** Every night at about two, so that the sheet is up to date in the morning. */
const NIGHTLY = { kind: 'days', hour: 2, days: [0, 1, 2, 3, 4, 5, 6] } as const;

/** `note` says what failed besides the tab. */
export function makeReady(host: Host, plan: ReadyPlan): { tab: string; note: string } {
  const { headers, rows } = plan;
  const tab = host.locked(() => {
    const newTab = host.file.addTab(freeName(host, plan.tab));
    putCells(newTab, 1, 1, [headers.map(({ text }) => text)]);
    newTab.setBold(1, 1, 1, headers.length, true);
    newTab.freezeRows(1);
    headers.forEach(({ format, pixels }, i) => {
      const letter = columnLetter(i + 1);
      if (format !== '') newTab.setFormat([`${letter}2:${letter}${newTab.maxRows()}`], format);
      if (pixels > 0) newTab.setWidth(i + 1, pixels);
    });
    if (rows.length > 0)
      putCells(
        newTab,
        2,
        1,
        rows.map((row) => headers.map((_header, i) => row[i] ?? '')),
      );
    host.file.flush();
    return newTab;
  });
  const problems: string[] = [];
  const attempt = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      problems.push(asTtError(error).message);
    }
  };
  let schedule = '';
  for (const { column, name, step } of plan.recipes) {
    const at = columnLetter(headers.findIndex(({ text }) => text === column) + 1);
    const place = {
      sheetId: tab.id,
      column: at,
      firstRow: 2,
      lastRow: rows.length + 1,
      datastack: plan.datastack,
      replace: true,
    };
    attempt(() => recipes(host).some((one) => one.name === name) || saveRecipe(name, [step], host));
    if (!plan.schedule) continue;
    attempt(() => {
      const job = planOfStep(step, place);
      if (schedule !== '') addStep(schedule, job, '', host);
      else schedule = addSchedule(job, NIGHTLY, 'digest', host).at(-1)?.id ?? '';
    });
  }
  const letter = columnLetter(headers.findIndex(({ text }) => text === plan.recipes[0]?.column) + 1);
  host.file.select(tab.id, [`${letter}2`]);
  return { tab: tab.name(), note: problems.length === 0 ? '' : ` Not made: ${problems.join('; ')}.` };
}

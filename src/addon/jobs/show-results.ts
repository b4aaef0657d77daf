/** Selects the columns that a run wrote. */
import { TtError } from '../../core/errors';
import type { Host } from '../interfaces/host';
import { columnLetter } from '../sheet/cells/columns';
import { readTabTable } from '../sheet/table/table';
import { jobQuery, jobTab } from './job-columns';
import { readJob } from './state';

/** @throws INPUT if the tab or the columns are gone */
export function showResults(host: Host, id: string): null {
  const job = readJob(host.documentStore, id);
  const tab = jobTab(host, job);
  const { columns, key } = readTabTable(tab, { ...jobQuery(job), rules: false });
  if (columns.size === 0)
    throw new TtError('INPUT', `the columns of this run are no longer in ${tab.name()}`);
  const places = [...columns.values()].sort((a, b) => a - b);
  host.file.select(
    tab.id,
    places.map((column) => `${columnLetter(column + 1)}${key.headerRow + 1}`),
  );
  return null;
}

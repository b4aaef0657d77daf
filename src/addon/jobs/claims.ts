/** Only one run may use a column at a time; runs on different columns and tabs may run side by side. */
import { TtError } from '../../core/errors';
import type { Host } from '../interfaces/host';
import { locateKey, locateTargets, type Target } from '../sheet/table/column-tags';
import type { Table } from '../sheet/table/table';
import { isUnfinished, type Job, jobs } from './state';

/** @throws BUSY if an unfinished run other than `except` writes one of these columns or reads its ids from one */
export function requireFreeColumns(
  host: Host,
  table: Table,
  sheetId: number,
  targets: readonly Target[],
  except = '',
): void {
  for (const job of jobs(host.documentStore)) {
    if (job.id === except || !isUnfinished(job) || job.tab !== null || job.sheetId !== sheetId) continue;
    const sharedNames = sharedColumns(table, targets, job);
    if (sharedNames.length === 0) continue;
    throw new TtError(
      'BUSY',
      `"${job.title}" of ${job.startedBy || 'somebody'} is not finished in ${sharedNames.join(', ')} of ${job.sheet} ` +
        `(${job.done} of ${job.total} ids). Wait for it, resume it or cancel it: what it wrote stays, and Undo takes it back`,
    );
  }
}

function sharedColumns(table: Table, targets: readonly Target[], job: Job): string[] {
  const place = locateKey(table.grid, table.tags, job.key);
  if (!place) return [];
  const theirs = locateTargets(table.grid, table.tags, job.key, place, job.targets);
  const columns = new Set([...theirs.values(), place.column]);
  const sameIds = place.column === table.key.column;
  return targets
    .filter(({ output }) => {
      const column = table.columns.get(output);
      return column === undefined ? sameIds && job.headers.includes(output) : columns.has(column);
    })
    .map(({ header }) => header);
}

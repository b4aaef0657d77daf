/** Combines a version's rows with the rows changed since then: selects columns and rows. */
import { ServiceError } from '../http/call';
import type { TableWithHistory } from './history';
import type { LiveRow, OutputColumn } from './query';
import type { AnnotationTable } from './table';

/** One row of an answer: the rows of the joined tables. */
export type JoinedRow = Map<AnnotationTable, LiveRow>;

export interface Part {
  outputs: OutputColumn[];
  rows: JoinedRow[];
  warnings: string[];
}

export interface Times {
  time: number;
  versionTime: number;
  /** True if the request selects columns. */
  selected: boolean;
}

export function combine(
  main: TableWithHistory,
  frozen: Part | null,
  production: Part | null,
  { time, versionTime, selected }: Times,
): { outputs: OutputColumn[]; rows: JoinedRow[] } {
  const ofMain = (name: string) => (output: OutputColumn) =>
    output.column.name === name && output.table === main;
  if (frozen === null && production === null) {
    throw new ServiceError(
      500,
      `400 Bad Request: This query on table ${main.facts.name} returned no results`,
    );
  }
  if (frozen === null && selected) {
    throw new ServiceError(500, `"['deleted', 'superceded_id'] not found in axis"`);
  }
  for (const part of [frozen, production]) {
    if (part && !part.outputs.some(ofMain('id'))) throw new ServiceError(500, "'id'");
  }
  if (production === null) return { outputs: idFirst(main, frozen!.outputs), rows: frozen!.rows };
  const withoutCreated = production.outputs.filter((output) => !ofMain('created')(output));
  const frozenRows = frozen?.rows ?? [];
  const within = (at: number | undefined): boolean =>
    at !== undefined && at > Math.min(time, versionTime) && at < Math.max(time, versionTime);
  const forward = versionTime < time;
  const isNew = (row: JoinedRow): boolean => {
    const { created, life } = row.get(main)!.row;
    const [born, isDeleted] = [within(created), within(life.deleted)];
    return forward ? born && !isDeleted : isDeleted && !born;
  };
  const vanishedIds = new Set(
    production.rows.flatMap((row) => {
      const { id, created, life } = row.get(main)!.row;
      const [born, isDeleted] = [within(created), within(life.deleted)];
      return (forward ? isDeleted && !born : born && !isDeleted) ? [id] : [];
    }),
  );
  const fresh = production.rows.filter(isNew);
  if (frozenRows.length === 0) {
    // If there are only new rows, `created` is kept, even if the version's rows would lack it.
    const outputs = production.rows.length === 0 ? withoutCreated : production.outputs;
    return { outputs: idFirst(main, outputs), rows: fresh };
  }
  const has = frozen!.outputs.some(ofMain('created'));
  const own = has ? production.outputs : withoutCreated;
  const extra = frozen!.outputs.filter((output) => !own.some((column) => column.name === output.name));
  return {
    outputs: idFirst(main, [...own, ...extra]),
    rows: [...fresh, ...frozenRows.filter((row) => !vanishedIds.has(row.get(main)!.row.id))],
  };
}

/** The id becomes the index and is returned as the first column. */
function idFirst(main: TableWithHistory, outputs: OutputColumn[]): OutputColumn[] {
  const isId = (output: OutputColumn) => output.column.name === 'id' && output.table === main;
  return [...outputs.filter(isId), ...outputs.filter((output) => !isId(output))];
}

/**
 * Tables of BANC that change between versions, with the irregular content of real tables: rows that were added,
 * replaced, deleted or not looked up, ids above 2^53, blanks, null points, coarser voxels; and views of them.
 */
import { hash } from '../rng';
import type { StackBase } from '../stack';
import { iso, type MaterializedVersion, type Timeline } from '../world/timeline';
import { TableWithHistory } from './history';
import { notesTable, nucleusTable, tagTable, tagValues } from './neuron-tables';
import { LiveRow } from './query';
import { frozenRows } from './run';
import type { Cellular } from './table';
import { factsOf } from './table-facts';
import type { StoredView } from './view';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ROWS = 700;
/** First id of later rows: a double cannot hold the odd ids among them. */
const PAST_2_53 = 2n ** 53n - BigInt(ROWS);

export function driftingTables(stack: StackBase, seed: number, timeline: Timeline): TableWithHistory[] {
  const versions = timeline.versions.slice(-2) as [MaterializedVersion, MaterializedVersion];
  const [middle, newest] = versions;
  const quiet = { lastModified: iso(Date.UTC(2024, 1, 20)) };
  const tagFacts = { ...factsOf('neuron_tags', 'tag_score_user', 'Tags that come and go'), ...quiet };
  const tags = new TableWithHistory(tagTable(stack, tagFacts, seed, ROWS), PAST_2_53);
  change(tags, seed, middle.time - 20 * DAY, middle.time - 2 * DAY);
  // Not looked up when the unmerged version was frozen.
  tags.add({
    count: 6,
    time: middle.time - HOUR,
    values: (nth) => tagValues(seed, 5000 + nth),
    life: (nth) => (nth < 4 ? { lookedUp: middle.time + HOUR } : { outside: true }),
  });
  change(tags, seed + 1, middle.time + DAY, newest.time - DAY);
  change(tags, seed + 2, newest.time + HOUR, newest.time + 20 * HOUR);
  tags.add({
    count: 10,
    time: newest.time + 21 * HOUR,
    values: (nth) => tagValues(seed, 6000 + nth),
    life: () => ({ lookedUp: Number.POSITIVE_INFINITY }),
  });

  const noteFacts = {
    ...factsOf('neuron_tag_notes', 'simple_reference', 'Notes on rows of neuron_tags'),
    ...quiet,
    reference: 'neuron_tags',
  };
  const notes = new TableWithHistory(notesTable(stack, noteFacts, seed + 5, tags));
  for (let i = 0; i < 12; i++) notes.remove(i * 7, newest.time + (2 + i) * HOUR);
  notes.add({
    count: 15,
    time: newest.time + 3 * HOUR,
    values: (nth) => ({ target_id: tags.row(ROWS + 30 + nth).id, tag: `new note ${nth}` }),
  });

  const nuclei = {
    ...factsOf('nuclei_v1', 'nucleus_detection', 'Nuclei, segmented at a coarser resolution'),
    ...quiet,
    resolution: [8, 8, 45] as const,
  };
  const empty = { ...factsOf('empty_tags', 'tag_score_user', 'No row yet'), ...quiet };
  const young = {
    ...factsOf('young_tags', 'tag_score_user', 'Newer than every version'),
    created: iso(newest.time + HOUR),
    lastModified: iso(newest.time + HOUR),
  };
  const secret = {
    ...factsOf('private_tags', 'tag_score_user', 'Of one account'),
    ...quiet,
    secret: true,
    userId: '7',
  };
  return [
    tags,
    notes,
    new TableWithHistory(nucleusTable(stack, nuclei, seed, (index) => index % 5 !== 0)),
    new TableWithHistory(tagTable(stack, empty, seed, 0)),
    new TableWithHistory(tagTable(stack, young, seed + 3, 20)),
    new TableWithHistory(tagTable(stack, secret, seed + 4, 20)),
  ];
}

/** Adds 40 rows, replaces 25 and deletes 15, spread over a period. */
function change(table: TableWithHistory, seed: number, from: number, to: number): void {
  const at = (nth: number): number => Math.floor(from + ((to - from) * (nth + 1)) / 90);
  const alive = (time: number, salt: number): number => {
    for (let i = 0; ; i++) {
      const index = hash(seed, salt, i) % table.length;
      if (table.row(index).existsAt(time) && table.row(index).life.deleted === undefined) return index;
    }
  };
  for (let nth = 0; nth < 80; nth++) {
    const time = at(nth);
    const values = tagValues(seed, 1000 + nth);
    if (nth % 16 < 8) table.add({ count: 1, time, values: () => values, from: () => hash(seed, nth) });
    else if (nth % 16 < 13) table.update(alive(time, nth), time, values);
    else table.remove(alive(time, nth), time);
  }
}

export function driftingViews(tables: Map<string, TableWithHistory>): StoredView[] {
  const tags = tables.get('neuron_tags')!;
  const rowsAt = (version: MaterializedVersion): LiveRow[] => {
    const has = frozenRows(version);
    return Array.from({ length: tags.length }, (_, i) => tags.row(i))
      .filter(has)
      .map((row) => new LiveRow(tags, row, version.time, version.time));
  };
  const counts = (version: MaterializedVersion) => {
    const groups = new Map<string, LiveRow[]>();
    for (const row of rowsAt(version)) {
      const root = String(row.value({ name: 'pt_root_id', kind: 'root' }));
      groups.set(root, [...(groups.get(root) ?? []), row]);
    }
    const total = [...groups.values()].reduce((sum, rows) => sum + rows.length, 0);
    return [...groups].map(([root, rows]): Record<string, Cellular> => {
      const point = rows[0]!.value({ name: 'pt_position', kind: 'position' });
      const [tag] = rows.map((row) => row.value({ name: 'tag', kind: 'text' }));
      return { pt_root_id: root, n: rows.length, share: rows.length / total, tag: tag!, pt_position: point };
    });
  };
  const columns: StoredView['columns'] = [
    { name: 'pt_root_id', kind: 'root' },
    { name: 'n', kind: 'int' },
    { name: 'share', kind: 'float' },
    { name: 'tag', kind: 'text' },
    { name: 'pt_position', kind: 'position' },
  ];
  return [
    { name: 'neuron_tag_counts', id: 3, description: 'Tags of each neuron', columns, of: tags, rows: counts },
    { name: 'unused_tags', id: 4, description: 'Has no row', columns, of: tags, rows: () => [] },
  ];
}

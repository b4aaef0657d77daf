/** The tables of each datastack, with their records. */
import { hash, hashText } from '../rng';
import type { StackBase } from '../stack';
import { EXAMPLES } from '../world/published';
import { PROOFREAD } from '../world/published-facts';
import type { Timeline } from '../world/timeline';
import { driftingTables, driftingViews } from './drift';
import { TableWithHistory } from './history';
import { cellTable, notesTable, nucleusTable, proofreadTable } from './neuron-tables';
import { SynapseTable } from './synapses';
import type { AnnotationTable } from './table';
import { factsOf } from './table-facts';
import type { StoredView } from './view';

export interface Tables {
  tables: Map<string, TableWithHistory>;
  views: Map<string, StoredView>;
}

export function tablesOf(stack: StackBase, worldSeed: number, timeline: Timeline): Tables {
  const { facts, built } = stack;
  const seed = hash(worldSeed, hashText(facts.name));
  const tables: AnnotationTable[] = [];
  if (facts.synapseTable !== null) {
    const schema = facts.synapseTable === 'synapses_nt_v1' ? 'fly_nt_synapse' : 'synapse';
    const record = factsOf(facts.synapseTable, schema, 'Automatically detected synapses');
    tables.push(new SynapseTable(record, stack, seed));
  }
  if (facts.cellTable !== null) {
    const banc = facts.cellTable === 'cell_info';
    const record = factsOf(
      facts.cellTable,
      banc ? 'bound_double_tag_user' : 'bound_tag_user',
      'Cell types and other properties that annotators entered',
    );
    // The published record of this table, June 2026.
    const publishedVersion = {
      id: 18382,
      created: '2023-10-30T00:00:01.188701',
      lastModified: '2026-06-09T02:34:36.131912',
    };
    const cells = cellTable(stack, banc ? { ...record, ...publishedVersion, userId: '4741' } : record, seed);
    tables.push(cells);
    if (banc) {
      const notes = {
        ...factsOf('cell_ids', 'simple_reference', 'Notes on rows of cell_info'),
        reference: 'cell_info',
      };
      tables.push(notesTable(stack, notes, seed, cells));
    }
  }
  for (const name of [facts.proofreadingTable, facts.reviewTable]) {
    if (name === null) continue;
    const place = EXAMPLES.findIndex((example) => example.ids.includes(PROOFREAD.id));
    const example = built.examples[1] > built.examples[0] ? built.examples[0] + place : null;
    const record = factsOf(
      name,
      'proofreading_boolstatus_user',
      'Segments whose backbone has been proofread',
    );
    tables.push(proofreadTable(stack, record, hash(seed, hashText(name)), timeline, example));
  }
  if (facts.somaTable !== null) {
    tables.push(nucleusTable(stack, factsOf(facts.somaTable, 'nucleus_detection', 'Detected nuclei'), seed));
  }
  const drifting = facts.cellTable === 'cell_info' ? driftingTables(stack, seed, timeline) : [];
  const all = [...tables.map((table) => new TableWithHistory(table)), ...drifting];
  const byName = new Map(all.map((table) => [table.facts.name, table]));
  const views = drifting.length > 0 ? driftingViews(byName) : [];
  return { tables: byName, views: new Map(views.map((view) => [view.name, view])) };
}

/** The sheet of the first visit: neurons with ids, some stale and one damaged; and a tab of live formulas. */
import type { Grid, Workbook } from '@tracer-tools/apps-script/sheet';

/** Ids from the published BANC documentation, with notes as proofreaders write them. */
const PUBLISHED: [id: string, type: string, note: string][] = [
  ['720575941473274509', 'DNa02', 'steering, left'],
  ['720575941524660200', 'DNa02', 'steering, right'],
  ['720575941565377335', 'DNp01', 'giant fibre, left'],
  ['720575940379940739', 'DNg12', 'check the tract'],
  ['720575941535667946', 'DNg12', ''],
  ['720575941539599858', 'AN19A018', ''],
  ['720575940380068115', 'AN19A018', 'merged with glia?'],
  ['720575941609391725', 'IN17A001', 'done by Mei'],
  ['720575940380207581', '', 'orphan?'],
];

const TYPES = ['DNg02', 'DNp09', 'AN08B012', 'IN13A003', 'IN21A010', 'MNad21', 'LBL40', 'PS196'];
const NOTES = ['', '', '', 'axon cut at the neck', '', 'ask Jonas', '', 'good', '', 'soma out of volume'];

export interface Samples {
  stale: string[];
  current: string[];
}

/** Fills a new workbook. Ids are written as text. `known` contains the add-on's formulas. */
export function fillDemo(workbook: Workbook, samples: Samples, knownFormulas: ReadonlySet<string>): void {
  const neurons = workbook.grids()[0]!;
  neurons.name = 'Neurons';
  workbook.name = 'BANC neurons';
  const rows = neuronRows(samples);
  plainText(neurons, rows.length + 60);
  neurons.write({ row: 1, column: 1, rows: 1, columns: 3 }, [['root_id', 'cell_type', 'notes']]);
  neurons.setBold({ row: 1, column: 1, rows: 1, columns: 26 }, true);
  neurons.write({ row: 2, column: 1, rows: rows.length, columns: 3 }, rows);
  damage(neurons, 12);
  const formulas = workbook.addGrid('Formulas');
  writeFormulas(formulas, knownFormulas);
  workbook.settle();
}

function neuronRows(samples: Samples): string[][] {
  const rows = PUBLISHED.map((row) => [...row] as string[]);
  rows.push(['', '', ''], ['', 'DNg02', 'pasted without “plain text”: the id was rounded']);
  const mixedIds = mix(samples.stale, samples.current);
  mixedIds.forEach((id, i) => {
    rows.push([id, TYPES[i % TYPES.length]!, NOTES[i % NOTES.length]!]);
  });
  return rows;
}

/** Alternates stale and current ids, so that the first screen shows both. */
function mix(stale: readonly string[], current: readonly string[]): string[] {
  const mixedIds: string[] = [];
  for (let i = 0; i < Math.max(stale.length, current.length); i++) {
    for (const id of [stale[i], current[i]]) if (id !== undefined) mixedIds.push(id);
  }
  return mixedIds;
}

function plainText(grid: Grid, rows: number): void {
  const box = { row: 2, column: 1, rows, columns: 1 };
  grid.setNumberFormats(
    box,
    Array.from({ length: rows }, () => ['@']),
  );
}

/** The result of a paste into a number column: 15 of 18 digits remain. */
function damage(grid: Grid, row: number): void {
  const box = { row, column: 1, rows: 1, columns: 1 };
  grid.setNumberFormats(box, [['General']]);
  grid.write(box, [['720575941584372291']]);
}

const FORMULAS: [title: string, formula: string, says: string][] = [
  ['Is it current?', '=TT_IS_CURRENT(Neurons!A2:A10)', 'one call to CAVE answers the whole range'],
  ['Its id today', '=TT_CURRENT_ID(Neurons!A2:A10)', 'a split with no clear successor says so'],
  ['Volume, µm³', '=TT_VOLUME(C2:C10)', 'of the id today, from the column at its left'],
  ['Proofread?', '=TT_IS_PROOFREAD(C2:C10)', 'live: the newest marks count'],
  ['Synapses', '=TT_SYNAPSES(C2:C10)', 'in and out together'],
];

function writeFormulas(grid: Grid, formulaNames: ReadonlySet<string>): void {
  const there = FORMULAS.filter(([, formula]) => formulaNames.has(/^=(\w+)/.exec(formula)?.[1] ?? ''));
  const titles = ['root_id', ...there.map(([title]) => title)];
  grid.write({ row: 1, column: 1, rows: 1, columns: titles.length }, [titles]);
  grid.setBold({ row: 1, column: 1, rows: 1, columns: 26 }, true);
  grid.write({ row: 2, column: 1, rows: 1, columns: 1 }, [['=ARRAYFORMULA(Neurons!A2:A10)']]);
  there.forEach(([, formula, says], i) => {
    grid.write({ row: 2, column: 2 + i, rows: 1, columns: 1 }, [[formula]]);
    grid.write({ row: 13 + i, column: 1, rows: 1, columns: 1 }, [[`'${formula}   ${says}`]]);
  });
}

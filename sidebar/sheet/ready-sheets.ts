// Ready sheets: tabs for a purpose, each with headers, a recipe for its id column, and a few published examples.
import type { ReadyPlan, RecipeStep } from '../../src/addon/interfaces/api';
import { catalogueJobs } from '../catalogue';

export interface ReadySheet {
  title: string;
  purpose: string;
  tab: string;
  headers: string[];
  /** For each id column, by header: the recipe that fills the columns beside it. */
  recipes: { column: string; name: string; step: RecipeStep }[];
  examples: string[][];
}

/** Ids of the BANC dataset, from its public documentation and the tracers' package. */
const BANC = 'brain_and_nerve_cord';
const IDS = ['720575941473274509', '720575941524660200', '720575941565377335'] as const;
const VIEW = `https://spelunker.cave-explorer.org/#!{"layers":[{"type":"segmentation","name":"segments","source":"graphene://middleauth+https://cave.fanc-fly.com/segmentation/table/wclee_fly_cns_001","segments":["${IDS[0]}"]}]}`;

const current = (headers: string[], targets?: Record<string, string>): RecipeStep => ({
  kind: 'details',
  headers,
  ...(targets ? { targets } : {}),
});

export const READY_SHEETS: readonly ReadySheet[] = [
  {
    title: 'Proofreading tracker',
    purpose: 'Who works on which neuron, its id of today, and whether it is proofread.',
    tab: 'Proofreading',
    headers: ['root_id', 'cell_type', 'assigned_to', 'status', 'notes', 'current_id', 'proofread'],
    recipes: [
      { column: 'root_id', name: 'Proofreading tracker', step: current(['current_id', 'proofread']) },
    ],
    examples: [
      [IDS[0], 'DNa02', 'Ada', 'in work', 'left'],
      [IDS[1], 'DNa02', 'Jonas', 'to do', 'right'],
      [IDS[2], 'DNp01', 'Mei', 'done', 'giant fibre'],
    ],
  },
  {
    title: 'Cell census',
    purpose: 'Every neuron of a type with its size, cable length and synapses.',
    tab: 'Census',
    headers: [
      'root_id',
      'cell_type',
      'side',
      'current_id',
      'volume_um3',
      'cable_length',
      'inc_syn',
      'out_syn',
      'total_syn',
      'proofread',
    ],
    recipes: [
      {
        column: 'root_id',
        name: 'Cell census',
        step: current([
          'current_id',
          'volume_um3',
          'cable_length',
          'inc_syn',
          'out_syn',
          'total_syn',
          'proofread',
        ]),
      },
    ],
    examples: [
      [IDS[0], 'DNa02', 'left'],
      [IDS[1], 'DNa02', 'right'],
      [IDS[2], 'DNp01', 'left'],
    ],
  },
  {
    title: 'Left and right pairs',
    purpose: 'Both sides of each cell type in one row, each side with its id of today.',
    tab: 'Pairs',
    headers: [
      'cell_type',
      'left_id',
      'left_current_id',
      'left_proofread',
      'right_id',
      'right_current_id',
      'right_proofread',
      'notes',
    ],
    recipes: (['left', 'right'] as const).map((side) => ({
      column: `${side}_id`,
      name: `Pairs, ${side} side`,
      step: current(['current_id', 'proofread'], {
        current_id: `${side}_current_id`,
        proofread: `${side}_proofread`,
      }),
    })),
    examples: [['DNa02', IDS[0], '', '', IDS[1]]],
  },
  {
    title: 'Link rescue',
    purpose: 'Old share links, what is wrong with each, and one that works.',
    tab: 'Links',
    headers: ['link', 'from', 'link_verdict', 'link_reason', 'working_link'],
    recipes: [
      {
        column: 'link',
        name: 'Link rescue',
        step: { kind: 'doctor', headers: ['link_verdict', 'link_reason', 'working_link'] },
      },
    ],
    examples: [[VIEW, 'Ada, 2024']],
  },
  {
    title: 'Points to do',
    purpose: 'Places that somebody should look at, with a link to the neuron of today.',
    tab: 'To do',
    headers: ['root_id', 'point', 'what', 'who', 'done', 'current_id', 'link'],
    recipes: [
      { column: 'root_id', name: 'Points to do', step: { kind: 'links', headers: ['link', 'current_id'] } },
    ],
    examples: [
      ['720575941643797624', '128563, 169944, 4093', 'check the split', 'Ada', ''],
      ['720575941429439959', '136207, 175201, 4812', 'add the missing branch', 'Mei', ''],
      ['720575941561135887', '101370, 215228, 5264', 'is this the soma?', 'Jonas', ''],
    ],
  },
];

const PLAIN_TEXT = '@';
const ID_WIDTH = 160;
const isId = (header: string): boolean => /(^|_)id$/.test(header);

/** The plan for the add-on. The examples are ids of BANC, so other datasets get none. */
export function readySheetPlan(
  sheet: ReadySheet,
  datastack: string,
  wants: { examples: boolean; schedule: boolean },
): ReadyPlan {
  const formats = new Map(
    catalogueJobs().flatMap(({ details }) => details.map(({ header, format }) => [header, format])),
  );
  return {
    tab: sheet.tab,
    headers: sheet.headers.map((text) => ({
      text,
      format: isId(text) || /point|link/.test(text) ? PLAIN_TEXT : (formats.get(text) ?? ''),
      pixels: isId(text) ? ID_WIDTH : 0,
    })),
    rows: wants.examples && datastack === BANC ? sheet.examples : [],
    recipes: sheet.recipes,
    datastack,
    schedule: wants.schedule,
  };
}

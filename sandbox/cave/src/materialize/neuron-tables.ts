/** Tables with rows about neurons: cell types, proofreading status, nuclei, and notes that refer to another table. */
import { hash, pick, rng } from '../rng';
import type { StackBase } from '../stack';
import type { Timeline } from '../world/timeline';
import { PROOFREADERS } from '../world/users';
import { NeuronTable, voxelsOf } from './neuron-table';
import {
  type AnnotationTable,
  boundPoint,
  type Cellular,
  type Column,
  rootOfSpot,
  type TableFacts,
  toVoxels,
} from './table';

function range([from, to]: [number, number]): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

const text = (name: string): Column => ({ name, kind: 'text' });

const CLASSES = ['ascending', 'descending', 'sensory', 'motor', 'central brain intrinsic', 'VNC intrinsic'];
const REGIONS = ['GNG', 'AVLP', 'SAD', 'IPS', 'WED', 'SPS', 'LegNp', 'LTct', 'WTct', 'VES'];

/** Cell types in annotators' spelling: a class for every neuron, a type for some. */
export function cellTable(stack: StackBase, facts: TableFacts, seed: number): NeuronTable {
  const { built } = stack;
  if (built.neurons.length > 0) return namedCells(stack, facts, seed);
  const slots = [...range(built.seeded), ...range(built.examples)].flatMap((family) => {
    const rows = hash(seed, 41, family) % 5 < 2 ? 2 : 1;
    return Array.from({ length: rows }, (_, nth) => ({ family, nth }));
  });
  const double = facts.schema === 'bound_double_tag_user';
  return new NeuronTable({
    facts,
    stack,
    seed: hash(seed, 17),
    slots,
    columns: [
      ...boundPoint('pt'),
      ...(double ? [text('tag2')] : []),
      text('tag'),
      { name: 'user_id', kind: 'int' },
    ],
    values: ({ family, nth }) => {
      const random = rng(hash(seed, 43, family, nth));
      const type = `${pick(random, REGIONS)}${String(100 + Math.floor(random() * 40))}`;
      return {
        tag: nth === 0 ? pick(random, CLASSES) : type,
        ...(double ? { tag2: nth === 0 ? 'super class' : 'cell type' } : {}),
        user_id: pick(random, PROOFREADERS).id,
      };
    },
  });
}

/** A further table with the columns of a user's table of ids. */
function namedCells(stack: StackBase, facts: TableFacts, seed: number): NeuronTable {
  const { built } = stack;
  const names = Object.keys(built.neurons[0]!.profiles[0]!.columns);
  const slots = built.neurons.flatMap((neuron, i) =>
    neuron.profiles.map((_, nth) => ({ family: built.named[0] + i, nth })),
  );
  return new NeuronTable({
    facts,
    stack,
    seed: hash(seed, 19),
    slots,
    columns: [...boundPoint('pt'), ...names.map(text)],
    spot: ({ nth }, family) => {
      const { supervoxel, at } = built.neurons[family.index - built.named[0]]!.profiles[nth]!;
      if (supervoxel === null || at === null) return null;
      const { layer, chunk, seg } = stack.graph.grid.decode(BigInt(supervoxel));
      const isKnown = layer === 1 && family.cellAt(chunk, seg) !== undefined;
      return isKnown ? { family, chunk, seg: seg, at } : null;
    },
    values: ({ family, nth }) => {
      const { columns } = built.neurons[family - built.named[0]]!.profiles[nth]!;
      return Object.fromEntries(
        names.map((name) => [name, columns[name] === '' ? null : (columns[name] ?? null)]),
      );
    },
  });
}

/** The families in the proofreading table, and the values of each row. Some are listed as not (yet) done. */
export function proofreadTable(
  stack: StackBase,
  facts: TableFacts,
  seed: number,
  timeline: Timeline,
  proofreadExample: number | null,
): NeuronTable {
  const { built } = stack;
  const slots = [...range(built.seeded), ...range(built.named)]
    .filter((family) => hash(seed, 61, family) % 100 < 45)
    .flatMap((family) => {
      const rows = hash(seed, 67, family) % 100 < 3 ? 2 : 1;
      return Array.from({ length: rows }, (_, nth) => ({ family, nth }));
    });
  if (proofreadExample !== null) slots.unshift({ family: proofreadExample, nth: 0 });
  const when = timeline.start + 0.6 * (timeline.end - timeline.start);
  return new NeuronTable({
    facts,
    stack,
    seed: hash(seed, 23),
    slots,
    columns: [
      { name: 'valid_id', kind: 'id' },
      ...boundPoint('pt'),
      { name: 'proofread', kind: 'bool' },
      { name: 'user_id', kind: 'int' },
    ],
    late: ({ family }, _, spot) => ({
      valid_id: () => rootOfSpot(stack.graph, spot(), when + (hash(seed, family) % 1000) * 200_000),
    }),
    values: ({ family, nth }) => ({
      proofread: family === proofreadExample || (nth === 0 && hash(seed, 71, family) % 100 >= 8),
      user_id: pick(rng(hash(seed, 73, family)), PROOFREADERS).id,
    }),
  });
}

/** `outlines` says which nuclei have a box; the others have no corners. */
export function nucleusTable(
  stack: StackBase,
  facts: TableFacts,
  seed: number,
  outlines: (index: number) => boolean = () => true,
): NeuronTable {
  const { built } = stack;
  const slots = [...range(built.seeded), ...range(built.named)].map((family) => ({ family, nth: 0 }));
  /** Half the width of a nucleus in nm. */
  const halfOf = (index: number): number => 2000 + (hash(seed, index) % 1500);
  return new NeuronTable({
    facts,
    stack,
    seed: hash(seed, 29),
    slots,
    columns: [
      { name: 'volume', kind: 'float' },
      ...boundPoint('pt'),
      { name: 'bb_start_position', kind: 'position' },
      { name: 'bb_end_position', kind: 'position' },
    ],
    values: (_, index) => ({
      volume: Math.round((4 / 3) * Math.PI * (halfOf(index) / 1000) ** 3 * 1000) / 1000,
    }),
    late: (_, index, spot) => {
      const corner = (sign: number) => () =>
        outlines(index)
          ? toVoxels(
              spot().at.map((nm) => nm + sign * halfOf(index)),
              voxelsOf(facts, stack),
            )
          : null;
      return { bb_start_position: corner(-1), bb_end_position: corner(1) };
    },
  });
}

/** Tags of neurons, with a column of every plain type and `rows` rows. */
export function tagTable(stack: StackBase, facts: TableFacts, seed: number, rows: number): NeuronTable {
  const { seeded, orphans } = stack.built;
  const slots = Array.from({ length: rows }, (_, i) => ({
    family: i % 7 === 6 ? orphans : seeded[0] + (hash(seed, i) % Math.min(60, seeded[1] - seeded[0])),
    nth: i,
  }));
  return new NeuronTable({
    facts,
    stack,
    seed: hash(seed, 37),
    slots,
    columns: [
      ...boundPoint('pt'),
      text('tag'),
      text('note'),
      { name: 'score', kind: 'float' },
      { name: 'user_id', kind: 'int' },
      { name: 'checked', kind: 'bool' },
    ],
    values: ({ nth }) => tagValues(seed, nth),
  });
}

const NOTES = ['see b7', 'word boundary', 'Überprüft', 'a.b', 'tab\there', 'GNG 104'];

export function tagValues(seed: number, nth: number): Record<string, Cellular> {
  const random = rng(hash(seed, 79, nth));
  return {
    tag: pick(random, CLASSES),
    note: random() < 0.3 ? null : pick(random, NOTES),
    score: random() < 0.2 ? null : Math.round(random() * 4000) / 4,
    user_id: pick(random, PROOFREADERS).id,
    checked: random() < 0.1 ? null : random() < 0.5,
  };
}

/** Notes on rows of another table: a target_id in place of positions. */
export function notesTable(
  stack: StackBase,
  facts: TableFacts,
  seed: number,
  target: AnnotationTable,
): NeuronTable {
  const slots = Array.from({ length: Math.floor(target.length / 3) }, (_, i) => ({ family: 0, nth: i * 3 }));
  return new NeuronTable({
    facts,
    stack,
    seed: hash(seed, 31),
    slots,
    columns: [{ name: 'target_id', kind: 'id' }, text('tag')],
    values: ({ nth }) => ({ target_id: target.row(nth).id, tag: `note ${hash(seed, nth) % 1000}` }),
  });
}

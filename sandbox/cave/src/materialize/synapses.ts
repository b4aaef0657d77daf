/**
 * The synapse table of a datastack. The families of all synapses are one seeded list, created at the first query;
 * supervoxels and positions are computed when a row is read.
 */
import type { Family } from '../graph/family';
import { between, hash, rng } from '../rng';
import type { StackBase } from '../stack';
import { EXAMPLES } from '../world/published';
import {
  AnnotationTable,
  boundPoint,
  type Column,
  spotIn,
  type TableFacts,
  TableRow,
  toVoxels,
} from './table';

interface Pairs {
  pre: Int32Array;
  post: Int32Array;
  /** Rows by family: the row numbers of family f are rows[start[f]] … rows[start[f + 1] - 1]. */
  byPre: Index;
  byPost: Index;
}

interface Index {
  start: Int32Array;
  rows: Int32Array;
}

function indexOf(keys: Int32Array, families: number): Index {
  const start = new Int32Array(families + 1);
  for (const key of keys) start[key + 1]! += 1;
  for (let f = 0; f < families; f++) start[f + 1]! += start[f]!;
  const fill = start.slice();
  const rows = new Int32Array(keys.length);
  keys.forEach((key, row) => {
    rows[fill[key]!++] = row;
  });
  return { start, rows };
}

function makePairs(stack: StackBase, seed: number): Pairs {
  const { built } = stack;
  const random = rng(hash(seed, 211));
  const pre: number[] = [];
  const post: number[] = [];
  const add = (from: number, to: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      pre.push(from);
      post.push(to);
    }
  };
  const neurons: number[] = [];
  for (let f = built.seeded[0]; f < built.seeded[1]; f++) neurons.push(f);
  for (let f = built.named[0]; f < built.named[1]; f++) neurons.push(f);
  for (const f of neurons) {
    for (let k = between(random, 2, 7); k > 0; k--) {
      // About half of all partners are small pieces that no edit has merged into a neuron yet.
      const partner = random() < 0.5 ? built.orphans : neurons[Math.floor(random() * neurons.length)]!;
      if (partner === f) continue;
      add(f, partner, between(random, 1, 18));
      if (random() < 0.5) add(built.orphans, f, between(random, 1, 12));
    }
  }
  const examples = built.examples[1] > built.examples[0] ? EXAMPLES : [];
  examples.forEach((example, i) => {
    const { out, in: inputs } = example.synapses ?? { out: 24, in: 11 };
    add(built.examples[0] + i, built.orphans, out);
    add(built.orphans, built.examples[0] + i, inputs);
  });
  const [a, b] = [Int32Array.from(pre), Int32Array.from(post)];
  const families = built.orphans + 1;
  return { pre: a, post: b, byPre: indexOf(a, families), byPost: indexOf(b, families) };
}

const FIRST_ROW = Date.UTC(2023, 9, 30);

const NT_COLUMNS: Column[] = [
  'connection_score',
  'cleft_score',
  'gaba',
  'ach',
  'glut',
  'oct',
  'ser',
  'da',
].map((name) => ({ name, kind: 'float' }));

export class SynapseTable extends AnnotationTable {
  readonly columns: Column[];
  private made: Pairs | null = null;
  private readonly transmitters: boolean;

  constructor(
    readonly facts: TableFacts,
    private readonly stack: StackBase,
    private readonly seed: number,
  ) {
    super(stack.graph);
    this.transmitters = facts.name === 'synapses_nt_v1';
    this.columns = [
      { name: 'size', kind: 'float' },
      ...boundPoint('pre_pt'),
      ...boundPoint('post_pt'),
      { name: 'ctr_pt_position', kind: 'position' },
      ...(this.transmitters ? NT_COLUMNS : []),
    ];
  }

  private get pairs(): Pairs {
    this.made ??= makePairs(this.stack, this.seed);
    return this.made;
  }

  get length(): number {
    return this.pairs.pre.length;
  }

  row(index: number): TableRow {
    const random = rng(hash(this.seed, 5, index));
    const [a, b] = [random(), random()];
    const size = 20 + Math.floor(random() * 4000) / 2;
    const scores = this.transmitters
      ? Object.fromEntries(NT_COLUMNS.map(({ name }) => [name, Math.round(random() * 1000) / 1000]))
      : {};
    const { graph } = this.stack;
    const voxels = (at: readonly number[]) => toVoxels(at, this.stack.facts.viewerResolution);
    const row: TableRow = new TableRow(
      {
        id: index + 1,
        created: FIRST_ROW + index * 1000 + 123,
        valid: true,
        size,
        ...scores,
      },
      {
        pre_pt_position: () => voxels(row.spot('pre_pt').at),
        post_pt_position: () => voxels(row.spot('post_pt').at),
        // The cleft is beside the presynaptic point; partners in the seeded world need not touch.
        ctr_pt_position: () => voxels(row.spot('pre_pt').at.map((nm, k) => nm + (k === 2 ? 45 : 64))),
      },
      {
        pre_pt: () => spotIn(graph.family(this.pairs.pre[index]!)!, a, index * 2 + 1),
        post_pt: () => spotIn(graph.family(this.pairs.post[index]!)!, b, index * 2),
      },
    );
    return row;
  }

  *rowsOf(prefix: string, families: Family[]): Iterable<number> {
    const { byPre, byPost } = this.pairs;
    const index = prefix === 'pre_pt' ? byPre : byPost;
    const lists = families.map((f) => index.rows.subarray(index.start[f.index]!, index.start[f.index + 1]!));
    if (lists.length === 1) yield* lists[0]!;
    else yield* [...new Set(lists.flatMap((list) => [...list]))].sort((a, b) => a - b);
  }
}

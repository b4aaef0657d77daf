/**
 * How many calls of Google's services a longer column adds to each thing that a person can do with it. A call for each
 * row would take minutes in a column of ten thousand.
 */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { sharedCave, type Workbench, workbench } from '../../workbench/addon/workbench';

const FEW = 40;
const MANY = 240;
/** Rows go in blocks, so that a step more costs less than this for each row more. */
const MOST_A_ROW = 0.25;
const HOUR = 3_600_000;

/** Requests to CAVE and their replies, which grow with the ids, and a value that was read from the sheet before. */
const NOT_COUNTED = new Set(['UrlFetchApp', 'HTTPResponse', 'RichTextValue']);

const cave = sharedCave();
/** Half of the ids are stale. */
const ids = [
  ...cave.truth.sampleStale(MANY / 2),
  ...cave.truth.findCurrent(MANY / 2, (root) => cave.truth.supervoxelCount(root) > 100),
].sort();

type Counts = Map<string, number>;

/** Calls of one service's method by `what: service.method`. */
class Counting {
  readonly bench: Workbench = workbench({ cave });
  readonly counts: Counts = new Map();
  readonly ids: readonly string[];

  constructor(rows: number) {
    this.ids = ids.slice(0, rows);
    fillTab(this.bench, this.ids);
  }

  of<T>(what: string, work: () => T): T {
    const { hooks } = this.bench.host;
    hooks.beforeCall = (service, method, _args, { entry }) => {
      // Each formula is a run of the script of its own.
      if (NOT_COUNTED.has(service) || entry === 'cell') return;
      const name = `${what}: ${service}.${method}`;
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    };
    try {
      return work();
    } finally {
      hooks.beforeCall = undefined;
    }
  }

  run(what: string, start: () => { id: string }): void {
    const { id } = this.of(`${what}, start`, start);
    expect(this.of(`${what}, steps`, () => drive(this.bench, id))).toMatchObject({ state: 'done' });
    this.of(`${what}, results`, () => this.bench.call('showResults', [id]));
  }

  undo(what: string): void {
    const { restored } = this.of(`${what}, Undo`, () => this.bench.call('undo', []));
    expect(restored).toBeGreaterThan(0);
  }
}

/** A job, its results, its repetition, and Undo of both. */
const job =
  (kind: string, headers: string[], column = 'A') =>
  (counting: Counting): void => {
    const { bench } = counting;
    const made = plan(bench, { kind, headers, column });
    counting.of('preview', () => bench.call('preview', [made]));
    for (const turn of ['first', 'again']) {
      counting.run(turn, () => bench.call('startJob', [made]));
      counting.of(`changes, ${turn}`, () => bench.call('changes', []));
    }
    counting.of('Undo of the second', () => bench.call('undo', []));
    counting.undo('first');
  };

/** A formula in each row from column T on, two columns apart. */
function putFormulas({ bench, ids }: Counting, ...formulas: ((row: number) => string)[]): void {
  const { columns, maxColumns } = { columns: 20 + 2 * formulas.length, maxColumns: bench.grid.maxColumns };
  if (columns > maxColumns) bench.grid.insertColumns(maxColumns, columns - maxColumns);
  formulas.forEach((formula, n) => {
    bench.put(
      2,
      20 + 2 * n,
      ids.map((_id, i) => [formula(i + 2)]),
    );
  });
  bench.book.settle();
}

const IS_CURRENT = (row: number): string => `=TT_IS_CURRENT(A${row})`;
/** Two columns. */
const CURRENT_ID = (row: number): string => `=TT_CURRENT_ID(A${row}, TRUE)`;

const SUBJECTS: Record<string, (counting: Counting) => void> = {
  selection: (counting) => counting.of('selection', () => counting.bench.call('selection', [])),
  'job details': job('details', ['current_id', 'volume_um3', 'cable_length', 'proofread']),
  'job links': job('links', ['link', 'current_id']),
  'job anchors': job('anchors', ['anchor_supervoxel', 'point']),
  'job current': job('current', ['current_id', 'share']),
  'job doctor': (counting) => {
    const { bench, ids } = counting;
    const links = ids.map((id) => [`https://spelunker.cave-explorer.org/#!{"layers":[],"id":"${id}"}`]);
    bench.put(1, 3, [['share_link'], ...links]);
    job('doctor', ['link_verdict', 'working_link'], 'C')(counting);
  },
  'damaged ids, and those again': (counting) => {
    const { bench, ids } = counting;
    // Nobody has these ids.
    bench.put(
      2,
      1,
      ids.map((id, i) => [`'${i % 2 === 0 ? `${id.slice(0, -4)}9999` : id}`]),
    );
    const made = plan(bench, { kind: 'current', headers: ['current_id', 'share'] });
    counting.run('damaged', () => bench.call('startJob', [made]));
    const { id } = bench.call('job', [])!;
    counting.run('those again', () => bench.call('retryFailed', [id]));
    counting.of('pieces to choose', () => bench.call('resolveStart', []));
    counting.undo('damaged');
  },
  'rows of one neuron, and changes seen': (counting) => {
    const { bench, ids } = counting;
    bench.put(
      2,
      1,
      ids.map((_id, i) => [`'${ids[i >> 1]}`]),
    );
    const made = plan(bench, { kind: 'current', headers: ['current_id'] });
    counting.run('run', () => bench.call('startJob', [made]));
    const view = counting.of('changes', () => bench.call('changes', []));
    counting.of('seen', () => bench.call('markSeen', [view.until]));
    counting.undo('run');
  },
  'formulas joined': (counting) => {
    const { bench } = counting;
    putFormulas(counting, IS_CURRENT);
    const [tab] = counting.of('formulas', () => bench.call('formulas', [])).tabs;
    counting.of('all refreshed', () => bench.call('refreshAll', []));
    const { id } = counting.of('join', () => bench.call('joinFormulas', [bench.grid.id, tab!.joinable[0]!]));
    expect(id).not.toBe('');
    counting.undo('join');
  },
  'formulas frozen': (counting) => {
    const { bench } = counting;
    putFormulas(counting, IS_CURRENT, CURRENT_ID);
    for (const name of ['TT_IS_CURRENT', 'TT_CURRENT_ID']) {
      const { done } = counting.of(name, () => bench.call('freezeTab', [bench.grid.id, name]));
      expect(done).toBe(counting.ids.length);
      counting.undo(name);
    }
  },
  'paste and preparation': (counting) => {
    const { bench, ids } = counting;
    const place = counting.of('place', () => bench.call('pastePlace', [ids.length, 2]));
    const cells = ids.map((id, i) => [id, `=note ${i}`]);
    counting.of('paste', () => bench.call('paste', [place, ['pasted', 'said'], cells, false]));
    counting.of('look', () => bench.call('tabView', []));
    counting.undo('paste');
  },
  'schedule, edits, schedule': (counting) => {
    const { bench, ids } = counting;
    const made = plan(bench, { kind: 'current', headers: ['current_id', 'share'] });
    bench.call('addSchedule', [made, { kind: 'hours', hours: 24 }, 'failures']);
    counting.of('first', () => bench.host.triggers.advance(25 * HOUR));
    for (const id of ids) {
      const [now] = cave.truth.candidates(id);
      if (now && cave.truth.supervoxelCount(now.id) > 100)
        cave.edit({ kind: 'split', root: now.id, share: 0.9 });
    }
    counting.of('after edits', () => bench.host.triggers.advance(24 * HOUR));
    counting.of('changes', () => bench.call('changes', []));
    counting.undo('schedule');
  },
};

test.each(Object.entries(SUBJECTS))('%s: no call for each row', (_what, subject) => {
  const [few, many] = [new Counting(FEW), new Counting(MANY)];
  subject(few);
  subject(many);
  expect(many.counts.size).toBeGreaterThan(0);
  const grown = [...many.counts].filter(
    ([name, count]) => count - (few.counts.get(name) ?? 0) > MOST_A_ROW * (MANY - FEW),
  );
  expect(grown.map(([name, count]) => `${name} ${few.counts.get(name) ?? 0} → ${count}`)).toEqual([]);
});

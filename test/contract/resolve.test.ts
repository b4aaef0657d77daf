/** Choosing pieces of split segments: which rows wait, what a choice writes, what a share settles, and Undo. */
import { drive, fillTab, plan } from '../../workbench/addon/jobs';
import { type Workbench, workbench } from '../../workbench/addon/workbench';

const HEADERS = ['current_id', 'volume_um3', 'share'];
let bench: Workbench;
let doubtful: string[];
let clear: string[];

beforeEach(() => {
  bench = workbench();
  const { truth } = bench.cave;
  doubtful = truth.findStale(4, (id) => truth.candidates(id)[0]!.share < 0.68);
  clear = truth.findStale(3, (id) => truth.candidates(id)[0]!.share > 0.9);
  fillTab(bench, [clear[0]!, ...doubtful, ...clear.slice(1)]);
  const job = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  expect(job.failures).toMatchObject([{ code: 'AMBIGUOUS', count: 4 }]);
});

const column = (number: number) => bench.shown(2, number, 7, 1).map(([text]) => text!);

test('the rows that wait are listed with their shares', () => {
  const { rows } = bench.call('resolveStart', []);
  expect(rows.map(({ id, row }) => [id, row])).toEqual(doubtful.map((id, i) => [id, i + 3]));
  for (const { id, shares } of rows) {
    const [best] = bench.cave.truth.candidates(id);
    expect(Math.abs(shares[0]! - best!.share)).toBeLessThan(0.006);
  }
});

test('a choice writes the supervoxel of that piece, asks the row again and leaves all others alone; Undo gives it back', () => {
  const { truth } = bench.cave;
  const before = [column(3), column(4), column(5)];
  const [, row] = bench.call('resolveStart', []).rows;
  const { pieces, split, exact } = bench.call('resolvePieces', [row!.id]);
  expect([split, exact]).toEqual([true, true]);
  const second = pieces[1]!;
  expect(second.id).toBe(truth.candidates(row!.id)[1]!.id);
  const { id } = bench.call('choosePiece', [row!, second.supervoxel]);
  expect(drive(bench, id)).toMatchObject({ state: 'done', failures: [] });
  const at = row!.row - 2;
  expect([column(3)[at], column(5)[at]]).toEqual([second.id, 'anchored']);
  expect(Number(column(4)[at])).toBeCloseTo(truth.volume(second.id) / 1e9, 3);
  const anchors = column(6);
  expect(truth.rootOfSupervoxel(anchors[at]!)).toBe(second.id);
  expect(truth.supervoxels(row!.id)).toContain(anchors[at]);
  for (let i = 0; i < 7; i++) {
    if (i === at) continue;
    expect([column(3)[i], column(4)[i], column(5)[i], anchors[i]]).toEqual([
      ...before.map((cells) => cells[i]),
      '',
    ]);
  }
  expect(bench.call('resolveStart', []).rows.map((each) => each.id)).toEqual(
    doubtful.filter((each) => each !== row!.id),
  );
  const { groups } = bench.call('changes', []);
  expect(groups.map(({ kind }) => kind)).toContain('settled');
  // The list keeps what the run found; that nobody is needed any more is told from the row.
  expect(groups[0]!.entries.map(({ id: each, open }) => [each, open])).toEqual(
    doubtful.map((each) => [each, each !== row!.id]),
  );
  // It holds: the next run of the column follows the anchor.
  drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  expect(column(3)[at]).toBe(second.id);
});

test('a supervoxel or a point that the row has got meanwhile tells the piece, which is only confirmed', () => {
  const { truth } = bench.cave;
  const [first, second] = doubtful.slice(0, 2).map((id) => truth.candidates(id));
  const of = (root: string) => truth.supervoxels(root)[0]!;
  bench.put(1, 8, [['pt_supervoxel_id', 'side']]);
  bench.put(3, 8, [[`'${of(first![1]!.id)}`], [`'${of(second![0]!.id)}`]]);
  const { rows } = bench.call('resolveStart', []);
  expect(rows.map(({ anchor }) => anchor)).toEqual([of(first![1]!.id), of(second![0]!.id), '', '']);
  const own = rows.map(({ id, anchor }) =>
    bench.call('resolvePieces', [id, anchor]).pieces.map((piece) => piece.own),
  );
  expect(own.map((pieces) => pieces.indexOf(true))).toEqual([1, 0, -1, -1]);
  // Asked again, the row needs nobody.
  const job = drive(bench, bench.call('startJob', [plan(bench, { headers: HEADERS })]).id);
  expect(job.failures).toMatchObject([{ code: 'AMBIGUOUS', count: 2 }]);
});

test('Undo of a choice puts the row back as it was', () => {
  const before = [column(3), column(4), column(5)];
  const [row] = bench.call('resolveStart', []).rows;
  const { pieces } = bench.call('resolvePieces', [row!.id]);
  drive(bench, bench.call('choosePiece', [row!, pieces[0]!.supervoxel]).id);
  expect(column(3)).not.toEqual(before[0]);
  bench.call('undo', []);
  expect([column(3), column(4), column(5)]).toEqual(before);
  expect(bench.call('resolveStart', []).rows).toHaveLength(4);
});

test('rows that moved between the list and the choice are found by their id', () => {
  const [row] = bench.call('resolveStart', []).rows;
  const { pieces } = bench.call('resolvePieces', [row!.id]);
  bench.grid.insertRows(2, 2);
  drive(bench, bench.call('choosePiece', [row!, pieces[1]!.supervoxel]).id);
  expect(bench.shown(row!.row + 2, 3, 1, 1)).toEqual([[pieces[1]!.id]]);
  expect(bench.attempt('choosePiece', [row!, pieces[0]!.supervoxel])).toMatchObject({
    ok: false,
    error: { code: 'INPUT', message: expect.stringContaining('no longer waits') },
  });
});

test('the job settles rows by the share of their largest piece, and no other', () => {
  const { truth } = bench.cave;
  const shares = doubtful.map((id) => truth.candidates(id)[0]!.share);
  const least = [...shares].sort()[2]!;
  const options = { least_share: String(Math.floor(least * 1000) / 10) };
  const headers = ['current_id', 'anchor_supervoxel'];
  drive(bench, bench.call('startJob', [plan(bench, { kind: 'settle_splits', headers, options })]).id);
  doubtful.forEach((id, i) => {
    const cell = column(3)[i + 1]!;
    if (shares[i]! >= Number(options.least_share) / 100) {
      expect(cell).toBe(truth.candidates(id)[0]!.id);
      expect(truth.rootOfSupervoxel(column(6)[i + 1]!)).toBe(cell);
    } else expect([cell.slice(0, 14), column(6)[i + 1]]).toEqual(['#TT AMBIGUOUS:', '']);
  });
  expect(column(6).filter((cell) => cell !== '')).toHaveLength(2);
});

test.each([
  [{}],
  [{ least_share: '50' }],
  [{ least_share: 'half' }],
  [{ least_share: '101' }],
  [{ choices: '12' }],
  [{ choices: '720575940000000001 720575940000000002' }],
])('%j is refused before anything is written', (options) => {
  expect(
    bench.attempt('startJob', [plan(bench, { kind: 'settle_splits', headers: ['current_id'], options })]),
  ).toMatchObject({ ok: false, error: { code: 'INPUT' } });
});

/**
 * Moves, copies and deletions of the Files panel that end at any request, whether it was carried out or not: gone on
 * with, every file is at its right place, and the counts of both runs add up.
 */
import { begunOf, remainingOf, type Transfer, undeletedOf } from '../../../sidebar/stores/begun';
import {
  planCopies,
  planDeletion,
  runCopies,
  runDeletion,
  runMoves,
  type StoreTarget,
} from '../../../sidebar/stores/operations';
import { asTtError } from '../../../src/core/errors';
import { noReply } from '../../../src/http/request';
import { LONG } from '../../../workbench/long';
import { type Root, type TransferBench, transferBench } from '../../volumes/transfer/support';

let bench: TransferBench;
beforeEach(() => {
  bench = transferBench();
});
afterEach(() => bench.close());

const NAMES = LONG ? ['info', 'mesh/1:0', 'a b/ü'] : ['mesh/1:0 ü'];
const quiet = () => undefined;
const write = (root: Root, name: string, text: string) => {
  const { store } = bench.at(root, name);
  bench.run(store.write(name, new Uint8Array(Buffer.from(text)), { contentType: 'a/b' }));
};
/** Names and texts below a folder. */
const textsIn = (root: Root, folder: string): [string, string][] => {
  const { store } = bench.at(root, folder);
  return bench
    .run(store.list(`${folder}/`))
    .objects.map(({ name }): [string, string] => [
      name.slice(folder.length + 1),
      Buffer.from(bench.run(store.read(name))!).toString(),
    ])
    .sort();
};

/** Two folders and a file in `from/`, another file at the new place. */
const contents = (...folders: string[]): [string, string][] =>
  [...folders.flatMap((folder) => NAMES.map((name) => `${folder}/${name}`)), 'x.csv']
    .map((name): [string, string] => [name, `words of ${name}`])
    .sort();
const WHOLE = contents('one', 'two');
const ALSO: [string, string] = ['other', 'others'];

function start(from: Root, to: Root): StoreTarget[] {
  bench.close();
  bench = transferBench();
  for (const [name, text] of WHOLE) write(from, `from/${name}`, text);
  write(to, `to/${ALSO[0]}`, ALSO[1]);
  const file = bench.at(from, 'from/x.csv');
  return [
    { at: bench.at(from, 'from/one'), info: null },
    { at: file, info: bench.run(file.store.stat(file.name))! },
    { at: bench.at(from, 'from/two'), info: null },
  ];
}

/** How a request ends; afterwards no request is answered any more, except after `lost once`. */
const ENDS = ['killed before', 'killed after', 'unanswered', 'not sent', 'lost once'] as const;
type End = (typeof ENDS)[number];

/** Ends request `at` of `run`. Returns the value, or null if it did not end well; `reached` is false if it was never sent. */
function endedAt<T>(at: number, end: End, run: () => T): { value: T | null; reached: boolean } {
  let n = 0;
  bench.intercept = (_request, send) => {
    n += 1;
    if (n < at) return send();
    if (n > at) return end === 'lost once' ? send() : noReply('network');
    if (end !== 'killed before' && end !== 'not sent') send();
    if (end.startsWith('killed')) throw new Error('killed');
    return noReply('network');
  };
  try {
    return { value: run(), reached: n >= at };
  } catch (error) {
    if ((error as Error).message !== 'killed') expect(asTtError(error)).toMatchObject({ transient: true });
    return { value: null, reached: true };
  } finally {
    bench.intercept = null;
  }
}

function carryOut({ kind, to, newName, begun }: Transfer) {
  const { targets, plans, earlier, failed } = bench.run(
    remainingOf({ kind, to, newName, begun, replace: false }),
  );
  const outcome = bench.run(
    kind === 'copy' ? runCopies(plans, quiet) : runMoves(targets, plans, to, newName, quiet),
  );
  return { ...outcome, earlier: outcome.earlier + earlier, failed: [...outcome.failed, ...failed] };
}

const PAIRS = [
  ['gs://lab', 'gs://lab'],
  ['nokura://lab', 'nokura://lab'],
  ['gs://lab', 'nokura://lab'],
] as const;
const CASES = (['move', 'copy'] as const).flatMap((kind) =>
  (LONG ? PAIRS : kind === 'move' ? [PAIRS[0], PAIRS[2]] : [PAIRS[2]]).flatMap(([from, to]) =>
    (LONG ? ENDS : ENDS.slice(1, 4)).map((end) => [kind, from, to, end] as const),
  ),
);
test.each(CASES)('a %s from %s to %s, every request in turn %s', (kind, from, to, end) => {
  for (let at = 1; ; at++) {
    const targets = start(from, to);
    const place = bench.at(to, 'to');
    const plans = bench.run(planCopies(targets, place));
    const transfer: Transfer = {
      kind,
      begun: begunOf(targets, plans),
      to: place,
      newName: '',
      replace: false,
    };
    const { value: first, reached } = endedAt(at, end, () => carryOut(transfer));
    expect([...new Map([...textsIn(from, 'from'), ...textsIn(to, 'to')])].sort()).toEqual(
      [...WHOLE, ALSO].sort(),
    );
    const outcome = first?.failed.length === 0 ? first : carryOut(transfer);
    expect([at, outcome]).toEqual([at, { ...outcome, failed: [], keptSources: [] }]);
    expect([at, outcome.done + outcome.earlier]).toEqual([at, WHOLE.length]);
    expect(textsIn(to, 'to')).toEqual([...WHOLE, ALSO].sort());
    expect(textsIn(from, 'from')).toEqual(kind === 'copy' ? WHOLE : []);
    // Once more, as after a record that could not be removed.
    const again = carryOut(transfer);
    expect([again.done, again.earlier, again.failed]).toEqual([0, WHOLE.length, []]);
    if (!reached) return;
  }
});

test.each(['gs://lab', 'nokura://lab'] as const)('a deletion on %s, every request in turn', (root) => {
  for (const end of ENDS) {
    for (let at = 1; ; at++) {
      const targets = start(root, root);
      const begun = targets.map((target) => ({
        at: target.at,
        isFolder: target.info === null,
        files: 0,
        bytes: 0,
      }));
      const plan = bench.run(planDeletion(targets));
      const { reached } = endedAt(at, end, () => bench.run(runDeletion(plan, quiet)));
      const left = bench.run(undeletedOf(begun));
      const outcome = bench.run(runDeletion(bench.run(planDeletion(left)), quiet));
      expect([end, at, outcome.keptSources, textsIn(root, 'from')]).toEqual([end, at, [], []]);
      expect(textsIn(root, 'to')).toEqual([ALSO]);
      expect(bench.run(undeletedOf(begun))).toEqual([]);
      if (!reached) break;
    }
  }
});

test('what others took away, or put at the new place, is not called moved', () => {
  const targets = start('gs://lab', 'gs://lab');
  const to = bench.at('gs://lab', 'to');
  const begun = begunOf(targets, bench.run(planCopies(targets, to)));
  for (const [name] of WHOLE) bench.run(to.store.remove(`from/${name}`));
  write('gs://lab', `to/one/${NAMES[0]}`, 'short');
  const words = NAMES.length > 1 ? `holds 1 of its ${NAMES.length} files` : 'has other contents';

  write('gs://lab', 'to/x.csv', 'short');
  const { failed, earlier, done } = carryOut({ kind: 'move', begun, to, newName: '', replace: false });
  expect([done, earlier, failed]).toEqual([
    0,
    0,
    [
      { name: 'gs://lab/from/one', why: `is no longer there, and gs://lab/to/one ${words}` },
      {
        name: 'gs://lab/from/x.csv',
        why: 'is no longer there, and gs://lab/to/x.csv has other contents',
      },
      { name: 'gs://lab/from/two', why: 'is no longer there, and gs://lab/to/two is not there either' },
    ],
  ]);
});

test('a rename whose last reply was lost is done', () => {
  const [folder] = start('gs://lab', 'gs://lab');
  const to = bench.at('gs://lab', 'from');
  const begun = begunOf([folder!], bench.run(planCopies([folder!], to, 'new')));
  const transfer: Transfer = { kind: 'move', begun, to, newName: 'new', replace: false };
  expect(carryOut(transfer)).toMatchObject({ done: NAMES.length, earlier: 0 });
  expect(carryOut(transfer)).toMatchObject({ done: 0, bytes: 0, earlier: NAMES.length, failed: [] });
});

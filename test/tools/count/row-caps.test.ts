/** Synapse counts and proofread marks of edited neurons under every row cap, with rows changed since the version. */
import type { Id } from '../../../src/core/ids';
import { proofread } from '../../../src/tools/check/seg-proofread-status';
import { synapseCounts } from '../../../src/tools/count/synapses';
import { memory, NOW, type TestEnvironment, testEnvironment } from '../../support/sandbox-driver';

const CAPS = [100, 300, 200_000];
let cave: TestEnvironment;
let edited: Id[];
/** With rows added, deleted and replaced since the version, a few of them not looked up. */
let changed: TestEnvironment;

function editedIn(on: TestEnvironment): Id[] {
  const { truth } = on.sandbox;
  const newest = truth.versions.at(-1)!.time;
  const result = truth
    .sampleCurrent(16)
    .flatMap((root) => on.sandbox.edit({ kind: 'split', root, share: 0.5 }).after);
  const young = truth.sampleCurrent(250).filter((id) => !truth.isLatest(id, undefined, newest));
  return [...new Set([...young, ...result])].slice(0, 39) as Id[];
}

beforeAll(() => {
  cave = testEnvironment();
  edited = editedIn(cave);
  changed = testEnvironment();
  editedIn(changed);
  for (const table of ['synapses_v2', 'backbone_proofread']) {
    changed.sandbox.changeRows({
      table,
      add: 450,
      missing: 3,
      remove: ['5', '8', '600'],
      update: ['7', '12'],
    });
  }
});

const synapsesOf = (on: TestEnvironment) =>
  on.run(synapseCounts(on.stack(), edited, NOW / 1000, memory()), { maxAttempts: 1 });
const marksOf = (on: TestEnvironment) =>
  on.run(proofread(on.stack(), edited, { live: NOW / 1000 }, memory()));
const synapsesWanted = (on: TestEnvironment) =>
  edited.map((id) => {
    const { in: incoming, out } = on.sandbox.truth.synapses(id)!;
    return [id, { in: incoming, out }];
  });
const marksWanted = (on: TestEnvironment) =>
  edited.map((id) => {
    const rows = on.sandbox.truth.proofread(id)!;
    return [id, rows.length > 0 && rows.every((says) => says)];
  });

describe.each(CAPS)('a cap of %d rows', (cap) => {
  beforeEach(() => {
    cave.sandbox.setFaults({ rowCap: cap });
    changed.sandbox.setFaults({ rowCap: cap });
  });

  test('synapses of 39 edited neurons', () => {
    expect([...synapsesOf(cave)]).toEqual(synapsesWanted(cave));
  });

  test('synapses of the same where 450 rows came since the version', () => {
    expect([...synapsesOf(changed)]).toEqual(synapsesWanted(changed));
    expect(synapsesWanted(changed)).not.toEqual(synapsesWanted(cave));
  });

  test('proofread marks, live', () => {
    expect([...marksOf(cave)]).toEqual(marksWanted(cave));
    expect([...marksOf(changed)]).toEqual(marksWanted(changed));
  });

  test('proofread marks of 250 neurons in a version', () => {
    const { truth } = cave.sandbox;
    const { version, time } = truth.versions.at(-1)!;
    const ids = truth.sampleCurrent(250) as Id[];
    const found = cave.run(proofread(cave.stack(), ids, { version }, memory()));
    const rows = truth.tableRows('backbone_proofread', time, time);
    const expected = ids.map((id) => {
      const own = rows.filter(({ cells }) => cells.pt_root_id === id);
      return [id, own.length > 0 && own.every(({ cells }) => cells.proofread === true)];
    });
    expect([...found]).toEqual(expected);
    expect(expected.filter(([, says]) => says).length).toBeGreaterThan(20);
  });
});

test('the price: requests of the same question under each cap', () => {
  const requests = CAPS.map((cap) => {
    cave.sandbox.setFaults({ rowCap: cap });
    return cave.counted(synapseCounts(cave.stack(), edited, NOW / 1000, memory())).counts.requests;
  });
  console.log(`39 edited neurons under caps of ${CAPS.join(', ')}: ${requests.join(', ')} requests`);
  expect(requests.at(-1)).toBeLessThanOrEqual(6);
});

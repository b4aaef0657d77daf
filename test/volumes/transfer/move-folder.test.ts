/** Moving a folder: what is deleted was copied and compared; whatever happens meanwhile, nothing is lost. */

import { noReply } from '../../../src/http/request';
import { planCopy } from '../../../src/volumes/transfer/folder-plan';
import { moveFolder } from '../../../src/volumes/transfer/move-folder';
import { fill, type TransferBench, testObjects, transferBench } from './support';

let bench: TransferBench;
afterEach(() => bench.close());
const OBJECTS = testObjects(20);

describe.each([
  ['gs://lab', 'gs://lab'],
  ['nokura://lab', 'nokura://lab'],
  ['gs://lab', 'nokura://lab'],
] as const)('%s to %s', (a, b) => {
  const places = () => [bench.at(a, 'v'), bench.at(b, 'w')] as const;
  const names = (at: ReturnType<TransferBench['at']>) =>
    bench.run(at.store.list(`${at.name}/`)).objects.map(({ name }) => name.slice(at.name.length + 1));
  const move = () => bench.run(moveFolder(bench.run(planCopy(...places())), () => undefined));
  beforeEach(() => {
    bench = transferBench();
    fill(bench, places()[0], OBJECTS);
  });

  test('all of it, and nothing stays', () => {
    expect(move()).toMatchObject({ deleted: 20, kept: [] });
    expect(names(places()[0])).toEqual([]);
    expect(names(places()[1]).sort()).toEqual(OBJECTS.map(({ name }) => name).sort());
  });

  test('what comes while it is moved stays, and is named', () => {
    const plan = bench.run(planCopy(...places()));
    const more = testObjects(1).map((one) => ({ ...one, name: 'later' }));
    let first = true;
    bench.intercept = (_request, send) => {
      if (first) {
        first = false;
        fill(bench, places()[0], more);
      }
      return send();
    };
    const { kept } = bench.run(moveFolder(plan, () => undefined));
    expect(kept).toEqual([{ name: 'v/later', why: 'it came or changed while it was moved' }]);
    expect(names(places()[0])).toEqual(['later']);
  });

  test('stopped at any request, every object is at one place or both', () => {
    const plan = bench.run(planCopy(...places()));
    for (let stop = 1; stop < 60; stop += 9) {
      let n = 0;
      bench.intercept = (_request, send) => (++n > stop ? noReply('cancelled') : send());
      try {
        bench.run(moveFolder(plan, () => undefined));
      } catch {
        // Stopped.
      }
      bench.intercept = null;
      const found = new Set([...names(places()[0]), ...names(places()[1])]);
      expect(found.size).toBe(20);
      if (names(places()[0]).length === 0) break;
    }
  });
});

/** Change logs: one request a root in one round trip, pandas' column form, names that are missing. */
import { changeLogs, type LoggedEdit } from '../../../src/cave/graph/changelog';
import { TtError } from '../../../src/core/errors';
import { toId } from '../../../src/core/ids';
import type { HttpReply } from '../../../src/http/request';
import { testEnvironment } from '../../support/sandbox-driver';

const b = testEnvironment();
const { truth } = b.sandbox;

const editsOf = (log: LoggedEdit[] | TtError | undefined): LoggedEdit[] => {
  if (!log || log instanceof TtError) throw new Error('no log');
  return log;
};

test('100 ids: 100 requests in one round trip, every edit is one of the history', () => {
  const ids = [...truth.sampleStale(50), ...truth.sampleCurrent(50)].map(toId);
  const { value, counts } = b.counted(changeLogs(b.stack(), ids));
  expect(counts).toMatchObject({ requests: 100, roundTrips: 1 });
  let edits = 0;
  for (const id of ids) {
    const history = new Map(truth.operations(id).map((operation) => [String(operation.id), operation]));
    const log = editsOf(value.get(id));
    expect(log.map((change) => change.time)).toEqual(log.map((change) => change.time).sort((x, y) => x - y));
    for (const change of log) {
      const operation = history.get(change.operation)!;
      expect(change.time).toBe(operation.time);
      expect(change.merge).toBe(operation.kind === 'merge');
      expect(change.before).toEqual(operation.before.map((root) => root.id));
      expect(change.userName).not.toBe('');
      edits++;
    }
  }
  expect(edits).toBeGreaterThan(100);
});

test('an id that is no root fails alone', () => {
  const [good] = truth.sampleCurrent(1).map(toId);
  const bad = toId('720575940000000007');
  const logs = b.run(changeLogs(b.stack(), [good!, bad]));
  expect(editsOf(logs.get(good!)).length).toBeGreaterThanOrEqual(0);
  expect(logs.get(bad)).toMatchObject({ code: 'UNKNOWN' });
});

const column = (entries: Record<string, unknown>) => JSON.stringify(entries);
const wire = (names: string) =>
  `{"operation_id":{"10":4720,"3":4711},"timestamp":{"10":1600086400456,"3":1600000000123},
    "user_id":{"10":"42","3":"77"},"before_root_ids":{"10":[864691135100000000],"3":[864691135000000001,864691135000000002]},
    "after_root_ids":{"10":[864691135122603047],"3":[864691135100000000]},"is_merge":{"10":false,"3":true}${names}}`;

function answerOf(names: string, users: HttpReply): { log: LoggedEdit[] | TtError; asked: string[] } {
  const requests: string[] = [];
  const work = changeLogs({ ...b.stack(), graph: { ...b.stack().graph, layers: 12 } }, [
    toId('864691135122603047'),
  ]);
  let step = work.next();
  while (!step.done) {
    step = work.next(
      step.value.map((request) => {
        requests.push(request.url);
        return request.url.includes('/username')
          ? users
          : { status: 200, headers: {}, text: () => wire(names), bytes: () => new Uint8Array() };
      }),
    );
  }
  return { log: step.value.get(toId('864691135122603047'))!, asked: requests };
}
const names: HttpReply = {
  status: 200,
  headers: {},
  text: () => '[{"id":42,"name":"Ada"}]',
  bytes: () => new Uint8Array(),
};

test('labels with gaps are sorted as numbers; ids keep every digit', () => {
  const both = `,"user_name":${column({ 3: 'Cy', 10: 'Ada' })},"user_affiliation":${column({ 3: 'L', 10: 'unknown' })}`;
  const { log, asked } = answerOf(both, names);
  expect(asked).toHaveLength(1);
  expect(
    editsOf(log).map((change) => [change.operation, change.merge, change.before, change.affiliation]),
  ).toEqual([
    ['4711', true, ['864691135000000001', '864691135000000002'], 'L'],
    ['4720', false, ['864691135100000000'], ''],
  ]);
});

test('names that the log lacks are asked once, for all', () => {
  const { log, asked } = answerOf('', names);
  expect(asked).toHaveLength(2);
  expect(asked[1]).toMatch(/username\?id=77,42$/);
  expect(editsOf(log).map((change) => change.userName)).toEqual(['', 'Ada']);
});

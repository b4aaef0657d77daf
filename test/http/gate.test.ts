/** Waves of lanes pass as far as a run may have requests and bytes in flight, in their turn. */
import { Gate, weightOf } from '../../src/http/gate';
import type { HttpReply, HttpRequest } from '../../src/http/request';

const request = (url: string, expectedBytes = 0): HttpRequest => ({
  method: 'GET',
  url,
  idempotent: true,
  route: '',
  expectedBytes,
});

/** Requests that end when they are told to. */
function wire() {
  const ends = new Map<string, (fails?: boolean) => void>();
  const begun: string[] = [];
  const send = (requests: HttpRequest[]) =>
    new Promise<HttpReply[]>((resolve, reject) => {
      const name = requests.map(({ url }) => url).join('+');
      begun.push(name);
      ends.set(name, (fails = false) => (fails ? reject(new Error(name)) : resolve([])));
    });
  return { begun, send, ends };
}

const settle = () =>
  new Promise((done) => {
    setImmediate(done);
  });

test('as many requests as may be, the others in their order, also after a failure', async () => {
  const gate = new Gate({ maxRequests: 2, maxBytes: 1e9 });
  const { begun, send, ends } = wire();
  const passed = ['a', 'b', 'c', 'd'].map((url) => gate.pass([request(url)], send).catch(() => 'failed'));
  await settle();
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')!(true);
  await settle();
  expect([await passed[1], begun]).toEqual(['failed', ['a', 'b', 'c']]);
  for (const name of ['a', 'c']) ends.get(name)!();
  await settle();
  ends.get('d')!();
  expect(await Promise.all(passed)).toEqual([[], 'failed', [], []]);
});

test('bytes in flight are bounded; one wave alone passes whatever it weighs; none is overtaken', async () => {
  const gate = new Gate({ maxRequests: 10, maxBytes: 100 });
  const { begun, send, ends } = wire();
  const waves = [[request('large', 500)], [request('x', 60), request('y', 41)], [request('z', 1)]];
  const passed = waves.map((wave) => gate.pass(wave, send));
  await settle();
  expect(begun).toEqual(['large']);
  ends.get('large')!();
  await settle();
  expect(begun).toEqual(['large', 'x+y']);
  ends.get('x+y')!();
  await settle();
  ends.get('z')!();
  await Promise.all(passed);
  expect(begun).toEqual(['large', 'x+y', 'z']);
});

test('a request weighs its body and what it expects', () => {
  expect(weightOf({ ...request('a', 5), body: new Uint8Array(3) })).toBe(8);
  expect(weightOf({ ...request('a'), body: 'four' })).toBe(4);
});

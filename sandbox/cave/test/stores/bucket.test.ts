/** The first content of a bucket: made on first use, as of the time when it was given. */
import { Bucket } from '../../src/stores/bucket';

const MINUTE = 60_000;

function fullBucket() {
  let [now, count] = [1_000_000, 0];
  const bucket = new Bucket({ name: 'b', open: true, now: () => now });
  bucket.fill(() => {
    count += 1;
    return [
      ['a/x', new Uint8Array([1]), { contentType: 'text/plain' }],
      ['a/y', new Uint8Array([2]), {}],
    ];
  });
  return { bucket, made: () => count, wait: () => (now += MINUTE) };
}

test('it is not made before it is used, and once', () => {
  const { bucket, made, wait } = fullBucket();
  expect(made()).toBe(0);
  wait();
  const object = bucket.get('a/x')!;
  expect([[...object.bytes], object.facts.contentType, object.created]).toEqual([
    [1],
    'text/plain',
    1_000_000,
  ]);
  expect(bucket.size).toBe(2);
  expect(made()).toBe(1);
});

test.each<[string, (bucket: Bucket) => void, string[]]>([
  ['a list', () => {}, ['a/x', 'a/y']],
  ['a deletion', (bucket) => bucket.delete('a/x'), ['a/y']],
  ['another object', (bucket) => bucket.put('a/z', new Uint8Array()), ['a/x', 'a/y', 'a/z']],
  ['another of the same name', (bucket) => bucket.put('a/x', new Uint8Array([9])), ['a/x', 'a/y']],
])('%s comes after it', (_words, act, names) => {
  const { bucket, wait } = fullBucket();
  wait();
  act(bucket);
  expect(bucket.list({ most: 9 }).items.map(({ name }) => name)).toEqual(names);
});

test('what is put later is newer, and stays', () => {
  const { bucket, wait } = fullBucket();
  wait();
  const put = bucket.put('a/x', new Uint8Array([9]));
  expect([...bucket.get('a/x')!.bytes]).toEqual([9]);
  expect(put.generation).toBeGreaterThan(bucket.get('a/y')!.generation);
});

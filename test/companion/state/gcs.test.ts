/** The state in memory and in a bucket: the same promises, kept through failures of the bucket. */
import { gcsSharedStore } from '../../../src/companion/state/gcs';
import { memoryStore } from '../../../src/companion/state/memory';
import { Conflict, changeObject, type SharedStore } from '../../../src/companion/state/store';
import { type FakeGcs, fakeGcs, GCS_TOKEN } from '../support/gcs';

let gcs: FakeGcs;
beforeAll(async () => {
  gcs = await fakeGcs('state');
});
afterAll(() => gcs.close());

const stores: [string, () => SharedStore][] = [
  ['memory', () => memoryStore()],
  ['bucket', () => gcsSharedStore({ bucket: 'state', token: async () => GCS_TOKEN, origin: gcs.origin })],
];
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

describe.each(stores)('%s', (name, make) => {
  test('what is written is read, over the generation that was read alone', async () => {
    const store = make();
    const key = `${name}/a b/c.json`;
    expect(await store.get(key)).toBeNull();
    const first = await store.put(key, Buffer.from('one'), '0');
    expect(text((await store.get(key))?.bytes)).toBe('one');
    await expect(store.put(key, Buffer.from('two'), '0')).rejects.toThrow(Conflict);
    const second = await store.put(key, Buffer.from('two'), first);
    expect(second).not.toBe(first);
    await expect(store.put(key, Buffer.from('three'), first)).rejects.toThrow(Conflict);
    await store.put(key, Buffer.from('four'));
    expect(text((await store.get(key))?.bytes)).toBe('four');
    await store.delete(key);
    await store.delete(key);
    expect(await store.get(key)).toBeNull();
  });

  test('twenty writers at once lose nothing', async () => {
    const store = make();
    const key = `${name}/count`;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        changeObject(store, key, (bytes) => Buffer.from(String(Number(text(bytes ?? undefined) ?? 0) + 1))),
      ),
    );
    expect(text((await store.get(key))?.bytes)).toBe('20');
  });
});

describe('a bucket that fails', () => {
  const store = () => stores[1]![1]();

  test('in passing: asked again', async () => {
    gcs.faults.push('before', 'after');
    expect(await store().get('nothing')).toBeNull();
  });

  test('a write whose answer was lost is no conflict', async () => {
    gcs.faults.push('after');
    const generation = await store().put('lost', Buffer.from('x'), '0');
    expect(gcs.objects.get('lost')).toEqual({ bytes: Buffer.from('x'), generation });
  });

  test('for good: an error, and a wrong token too', async () => {
    gcs.faults.push('before', 'before', 'before', 'before');
    await expect(store().get('x')).rejects.toThrow('the state cannot be read (HTTP 503)');
    const stranger = gcsSharedStore({ bucket: 'state', token: async () => 'no', origin: gcs.origin });
    await expect(stranger.put('x', Buffer.from(''))).rejects.toThrow('cannot be written (HTTP 401)');
  });
});

test('memory forgets the oldest when it is full', async () => {
  const store = memoryStore(100);
  for (const name of ['a', 'b', 'c']) await store.put(name, Buffer.alloc(40));
  expect([await store.get('a'), (await store.get('c'))?.bytes.length]).toEqual([null, 40]);
});

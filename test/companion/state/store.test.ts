/** Changing an object that others change too. */
import { memoryStore } from '../../../src/companion/state/memory';
import { Conflict, changeObject } from '../../../src/companion/state/store';

const text = (bytes: Uint8Array | null): string => (bytes ? Buffer.from(bytes).toString() : '');

test('thirty changes at once: none is lost', async () => {
  const store = memoryStore();
  await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      changeObject(store, 'list', (bytes) => Buffer.from(`${text(bytes)}${i} `)),
    ),
  );
  const numbers = text((await store.get('list'))!.bytes)
    .trim()
    .split(' ')
    .map(Number);
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
});

test('null leaves it as it is; any other error than a conflict is the caller’s', async () => {
  const store = memoryStore();
  const generation = await store.put('x', Buffer.from('1'));
  await changeObject(store, 'x', () => null);
  expect((await store.get('x'))!.generation).toBe(generation);
  store.put = async () => {
    throw new Error('no disk');
  };
  await expect(changeObject(store, 'x', () => Buffer.from('2'))).rejects.toThrow('no disk');
});

test('in memory: a generation guards, `0` means new, and above the capacity the oldest goes', async () => {
  const store = memoryStore(10);
  const first = await store.put('a', new Uint8Array(4), '0');
  await expect(store.put('a', new Uint8Array(4), '0')).rejects.toThrow(Conflict);
  await store.put('a', new Uint8Array(4), first);
  await store.put('b', new Uint8Array(4));
  await store.put('c', new Uint8Array(4));
  expect([await store.get('a'), (await store.get('b'))!.bytes.length]).toEqual([null, 4]);
  await store.delete('b');
  await store.delete('b');
  expect(await store.get('b')).toBeNull();
});

/** Contents of objects: parts, wholes of parts, and sums that copies share. */
import { createHash } from 'node:crypto';
import { crc32c } from '../../../../src/core/crc32c';
import { Contents, joinContents } from '../../src/stores/contents';

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');
const numbers = Uint8Array.from({ length: 1000 }, (_none, i) => i % 251);
const sparse = (size: number, name = 'x') =>
  new Contents(
    {
      size,
      read: (first, last) => Uint8Array.from({ length: last - first + 1 }, (_none, i) => (first + i) % 251),
    },
    name,
  );

test('what is in memory: sums of the bytes, parts of them, and nothing of an empty one', () => {
  const contents = new Contents(numbers);
  expect([contents.size, contents.md5, contents.crc32c]).toEqual([1000, md5(numbers), crc32c(numbers)]);
  expect(contents.part(10, 19).whole()).toEqual(numbers.subarray(10, 20));
  expect(new Contents(new Uint8Array(0)).whole()).toEqual(new Uint8Array(0));
  expect(joinContents([contents.part(0, 499), contents.part(500, 999)]).md5).toBe(contents.md5);
});

test('a sum is made once', () => {
  let count = 0;
  const contents = new Contents(numbers);
  const once = () => contents.sum('count', () => String(++count));
  expect([once(), once()]).toEqual(['1', '1']);
});

test('what is made on demand: read in parts, joined without being held, told apart by its sums', () => {
  const [six, one] = [sparse(6e9), new Contents(numbers)];
  expect([six.whole(), six.size]).toEqual([null, 6e9]);
  const both = joinContents([six.part(0, 4e9 - 1), one, six.part(4e9, 6e9 - 1)]);
  expect(both.size).toBe(6e9 + 1000);
  expect(both.read(4e9, 4e9 + 4)).toEqual(numbers.subarray(0, 5));
  expect(both.read(4e9 - 2, 4e9 + 1)).toEqual(
    Uint8Array.from([(4e9 - 2) % 251, (4e9 - 1) % 251, numbers[0]!, numbers[1]!]),
  );
  expect(both.read(4e9 + 1000, 4e9 + 1000)).toEqual(Uint8Array.of(4e9 % 251));
  expect(sparse(6e9).md5).toBe(six.md5);
  expect(new Set([six.md5, sparse(6e9, 'y').md5, six.part(0, 9).md5, both.md5]).size).toBe(4);
});

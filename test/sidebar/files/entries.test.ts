/** Rows of a folder: names of anybody, the folder's own mark, the way up. */
import { crumbs, entriesOf, matching } from '../../../sidebar/files/entries';
import { storeLocation } from '../../../src/volumes/places/locate';
import type { ObjectInfo } from '../../../src/volumes/store/store';

const at = storeLocation('gs://lab/a/b', '');
const object = (name: string) => ({ name, size: 1 }) as ObjectInfo;
const rows = entriesOf(at, 'a/b/', {
  folders: ['a/b/c d/', 'a/b//'],
  objects: [object('a/b/'), object('a/b/Info'), object('a/b/x\u202e\ny\u0007')],
  next: '',
});

test('names without what moves the text around them; the folder’s own mark is no file', () => {
  expect(rows.map(({ name }) => name)).toEqual(['c d/', '/', 'Info', expect.stringMatching(/^x.? ?y$/)]);
  expect(rows[0]!.at.text).toBe('gs://lab/a/b/c d');
  expect(rows[3]!.at.name).toBe('a/b/x\u202e\ny\u0007');
});

test('a filter looks for the text, whatever its case', () => {
  expect(matching(rows, ' INFO ').map(({ name }) => name)).toEqual(['Info']);
  expect(matching(rows, '')).toHaveLength(4);
});

test('the folders above', () => {
  expect(crumbs(at).map(({ words, at: { text } }) => [words, text])).toEqual([
    ['gs://lab', 'gs://lab'],
    ['a', 'gs://lab/a'],
    ['b', 'gs://lab/a/b'],
  ]);
});

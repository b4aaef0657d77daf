/** Dropped and chosen files and folders: every name as it is on the disk; what cannot be read is named, and nothing is partial. */
import { type DroppedEntry, type DroppedItem, droppedFiles, filesOf } from '../../../sidebar/files/drop';

interface Node {
  name: string;
  /** Entries of a folder, by batches as a reader returns them. */
  batches?: Node[][];
  /** Why the browser refuses to read it. */
  refusal?: Error;
}
const file = (name: string, refusal?: Error): Node => ({ name, ...(refusal ? { refusal } : {}) });
const folder = (name: string, ...batches: Node[][]): Node => ({ name, batches });

const entryOf = ({ name, batches, refusal }: Node, above = ''): DroppedEntry => {
  const fullPath = `${above}/${name}`;
  const own = { name, fullPath, isDirectory: batches !== undefined };
  if (batches === undefined) {
    return { ...own, file: (done, failed) => (refusal ? failed(refusal) : done(new File([name], name))) };
  }
  return {
    ...own,
    createReader: () => {
      const remaining = [...batches];
      return {
        readEntries: (done, failed) =>
          refusal ? failed(refusal) : done((remaining.shift() ?? []).map((one) => entryOf(one, fullPath))),
      };
    },
  };
};

/** A folder comes with a file of its name too, which has no bytes of its own. */
const itemOf = (node: Node, { entry = true, bytes = true } = {}): DroppedItem => ({
  kind: 'file',
  webkitGetAsEntry: () => (entry ? entryOf(node) : null),
  getAsFile: () => (bytes ? new File([node.name], node.name) : null),
});
const drop = (...items: DroppedItem[]) => droppedFiles({ items });
const paths = async (...items: DroppedItem[]) => (await drop(...items)).map(({ path }) => path);

test('a folder comes whole, with each name as it is, however many batches its reader returns', async () => {
  const odd = ['720575940:0:chunk', 'a\\b', 'a?b', 'a"b', 'a#b', 'a%20b', '.hidden', 'ünï 漢字', '~x', 'a:'];
  const many = Array.from({ length: 250 }, (_none, n) => file(`${n}:0`));
  const found = await paths(
    itemOf(
      folder(
        'co:lon',
        [file('info'), folder('mesh', many.slice(0, 100), many.slice(100, 200), many.slice(200))],
        [
          folder(
            'odd',
            odd.map((name) => file(name)),
          ),
          folder('empty'),
        ],
      ),
    ),
  );
  expect(found).toEqual([
    'co:lon/info',
    ...many.map(({ name }) => `co:lon/mesh/${name}`),
    ...odd.map((name) => `co:lon/odd/${name}`),
  ]);
});

test('a file is taken without its entry, which may be unreadable or missing; text is no file', async () => {
  const malformed = new Error('A URI supplied to the API was malformed.');
  expect(
    await paths(
      itemOf(file('1:0', malformed)),
      { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null },
      itemOf(file('b'), { entry: false }),
      itemOf(file('c'), { bytes: false }),
      itemOf(folder('d', [file('e')]), { bytes: false }),
    ),
  ).toEqual(['1:0', 'b', 'c', 'd/e']);
});

test.each([
  ['the folder itself', { ...folder('top'), refusal: new Error('A URI was malformed.') }, 'top'],
  ['a folder in it', folder('top', [file('a'), { ...folder('in'), refusal: new Error('No.') }]), 'top/in'],
  [
    'a file of a later batch',
    folder('top', [file('a')], [file('b'), file('1:0', new Error('Gone.'))]),
    'top/1:0',
  ],
])('what cannot be read is refused by name, with the other way: %s', async (_which, top, name) => {
  await expect(drop(itemOf(file('first')), itemOf(top))).rejects.toMatchObject({
    code: 'INPUT',
    transient: false,
    message: expect.stringMatching(
      new RegExp(`^${name} could not be read as it was dropped .*nothing was uploaded.*“Upload a folder…”$`),
    ),
  });
});

test('an item that is neither file nor folder is refused, not passed over', async () => {
  const neither = itemOf(file('x'), { entry: false, bytes: false });
  await expect(drop(itemOf(file('a')), neither)).rejects.toThrow(/neither a file nor a folder/);
});

test('a link that leads nowhere, which reads as an empty file, is refused', async () => {
  const link: DroppedItem = {
    kind: 'file',
    webkitGetAsEntry: () => null,
    getAsFile: () => new File([], 'link'),
  };
  await expect(drop(itemOf(file('a')), link)).rejects.toThrow(/^link is not a file .*nothing was uploaded/);
});

test.each([
  ['file', file('')],
  ['folder, which would be read without end', folder('', [file('a')])],
])('a name that the browser cannot say is refused with its folder: a %s', async (_kind, nameless) => {
  await expect(drop(itemOf(folder('top', [folder('mesh', [nameless])])))).rejects.toThrow(
    /^a file or folder in top\/mesh has a name that is not Unicode text: nothing was uploaded/,
  );
});

test('a backslash in the name of a file of a chosen folder stays one', () => {
  const chosen = (webkitRelativePath: string, name: string) =>
    Object.assign(new File([], name), { webkitRelativePath });
  expect(
    filesOf([chosen('top/mesh/a/b', 'a\\b'), chosen('top/1:0', '1:0'), chosen('', 'alone')]).map(
      ({ path }) => path,
    ),
  ).toEqual(['top/mesh/a\\b', 'top/1:0', 'alone']);
  expect(filesOf(null)).toEqual([]);
});

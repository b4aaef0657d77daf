/** Saved files: one as it is stored, several in a zip that other programs read, with a remark on each that is not. */
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { saveOne, saveTargets } from '../../../sidebar/stores/save-targets';
import { bytesOf, type PageStores, pageStores } from './support';

let page: PageStores;
beforeEach(() => {
  page = pageStores();
});

const file = (name: string) => ({ at: page.at(name), info: page.info(name) });
const zipped = () => unzipSync(page.saved[0]!.bytes);

test('one file has its own name and type; a colon, which some systems refuse, is three underscores', async () => {
  const bytes = bytesOf(1_250_000);
  page.put('mesh/1:0', bytes, { contentType: 'model/x' });
  expect(await saveTargets([file('mesh/1:0')], 'no.zip', page.saving)).toEqual({
    files: 1,
    bytes: 1_250_000,
    failed: [],
    words: '1:0 as it is stored, 1.3 MB',
  });
  expect(page.saved).toMatchObject([{ name: '1___0', type: 'model/x' }]);
  expect(page.saved[0]!.bytes.equals(bytes)).toBe(true);
  expect(page.shown).toEqual([[1.3, 1.3]]);
});

test('one file that arrives unpacked says so', async () => {
  page.put('info', new Uint8Array(gzipSync(Buffer.from('{}'))), { contentEncoding: 'gzip' });
  const { words } = await saveOne(file('info'), page.saving);
  expect(words).toBe('info: stored with gzip, unpacked by Apps Script on the way');
  expect(page.saved[0]!.bytes.toString()).toBe('{}');
});

test('a file and a folder make one zip: every byte, no object of the folder itself, unpacked ones named', async () => {
  page.put('v/info', new Uint8Array(gzipSync(Buffer.from('{}'))), { contentEncoding: 'gzip' });
  page.put('v/mesh/1:0', bytesOf(300));
  page.put('v/mesh/', new Uint8Array(0));
  page.put('notes.txt', Buffer.from('hello'));
  const saved = await saveTargets(
    [file('notes.txt'), { at: page.at('v'), info: null }],
    'some.zip',
    page.saving,
  );
  expect(saved).toMatchObject({ files: 3, failed: [] });
  expect(saved.words).toMatch(
    /^3 files in some\.zip\. 1 file stored compressed came unpacked, such as v\/info: /,
  );
  const files = zipped();
  expect(Object.keys(files).sort()).toEqual(['notes.txt', 'v/info', 'v/mesh/1:0']);
  expect(Buffer.from(files['notes.txt']!).toString()).toBe('hello');
  expect(page.saved).toMatchObject([{ name: 'some.zip', type: 'application/zip' }]);
});

test('a file that went since the list was read fails alone, with its name', async () => {
  page.put('v/a', bytesOf(10));
  page.put('v/b', bytesOf(20));
  const { intercept } = page;
  page.intercept = (request, send) => {
    const reply = intercept!(request, send);
    return /\/v(%2F|\/)b/.test(request.url) ? { ...reply, status: 404 } : reply;
  };
  const saved = await saveTargets([{ at: page.at('v'), info: null }], 'v.zip', page.saving);
  expect(saved).toMatchObject({ files: 1, bytes: 10, words: '1 file in v.zip' });
  expect(saved.failed.map(({ name }) => name)).toEqual(['v/b']);
  expect(Object.keys(zipped())).toEqual(['v/a']);
});

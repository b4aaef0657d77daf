/** bucket_download_file and bucket_download_folder in the page: the browser keeps the files, the report says which. */
import { downloadHere, isDownloadTool } from '../../../sidebar/stores/download-tools';
import { bytesOf, type PageStores, pageStores } from './support';

let page: PageStores;
beforeEach(() => {
  page = pageStores();
  page.put('v/info', bytesOf(100));
  page.put('v/mesh/1:0', bytesOf(50));
});

const run = (name: Parameters<typeof downloadHere>[0], args: Record<string, string | boolean>) =>
  downloadHere(name, args, {}, page.saving);

test('these two run here, no other', () => {
  const names = ['bucket_download_file', 'bucket_download_folder', 'bucket_upload_file', 'get_seg_mesh'];
  expect(names.map(isDownloadTool)).toEqual([true, true, false, false]);
});

test('a file: one row, and the file is saved', async () => {
  expect(await run('bucket_download_file', { bucket_path: 'gs://lab/v/info' })).toMatchObject({
    header: ['address', 'files', 'bytes', 'remarks'],
    cells: [['gs://lab/v/info', 1, 100, 'info as it is stored, 100 bytes']],
    rows: 1,
  });
  expect(page.saved).toMatchObject([{ name: 'info' }]);
});

test('a folder: a zip with its name; the preview saves nothing', async () => {
  const preview = await run('bucket_download_folder', { bucket_path: 'gs://lab/v', preview: true });
  expect(preview.cells).toEqual([['gs://lab/v', 2, 150, 'would be downloaded as a zip']]);
  expect(page.saved).toEqual([]);
  const { cells } = await run('bucket_download_folder', { bucket_path: 'gs://lab/v' });
  expect(cells).toEqual([['gs://lab/v', 2, 150, '2 files in v.zip']]);
  expect(page.saved).toMatchObject([{ name: 'v.zip' }]);
});

test('a file that fails has a row of its own', async () => {
  const { intercept } = page;
  page.intercept = (request, send) =>
    /info/.test(request.url) && !/[?&]prefix=/.test(request.url)
      ? { ...intercept!(request, send), status: 404 }
      : intercept!(request, send);
  const { cells } = await run('bucket_download_folder', { bucket_path: 'gs://lab/v' });
  expect(cells[0]).toEqual(['gs://lab/v', 1, 50, '1 file in v.zip']);
  expect(cells[1]!.slice(0, 3)).toEqual(['gs://lab/v/info', 0, 0]);
  expect(cells[1]![3]).toMatch(/^not downloaded: gs:\/\/lab\/v\/info/);
});

test.each<[name: Parameters<typeof downloadHere>[0], args: Record<string, string>, words: RegExp]>([
  [
    'bucket_download_file',
    { bucket_path: 'gs://lab/none' },
    /^gs:\/\/lab\/none is not there\. bucket_download_folder/,
  ],
  ['bucket_download_file', { bucket_path: 'gs://lab' }, /^gs:\/\/lab names no file\. bucket_download_folder/],
  ['bucket_download_file', { bucket_path: 'gs://lab/v/' }, /names no file/],
  ['bucket_download_folder', { bucket_path: 'gs://lab/none' }, /^gs:\/\/lab\/none: there is no such folder/],
  [
    'bucket_download_folder',
    { bucket_path: 'gs://lab/v/info' },
    /^gs:\/\/lab\/v\/info is a file, not a folder/,
  ],
  [
    'bucket_download_file',
    { bucket_path: 'gs://lab/v/info', download_path: '/home/me' },
    /^download_path: a folder of a computer is reached on the command line alone/,
  ],
])('%s %j is refused, and nothing is saved', async (name, args, words) => {
  await expect(run(name, args)).rejects.toThrow(words);
  expect(page.saved).toEqual([]);
});

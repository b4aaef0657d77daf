// Runs bucket_download_file and bucket_download_folder in the page, like the Files panel: with the user's own
// credentials, in pieces, without a companion.
import type { TableView } from '../../src/addon/interfaces/api';
import { TtError } from '../../src/core/errors';
import { type Location, storeLocation } from '../../src/volumes/places/locate';
import { type Aliases, lastPart } from '../../src/volumes/store/address';
import { nothingThere } from '../../src/volumes/transfer/folder-plan';
import { type SavedFile, type SavedTargets, type SaveRun, saveOne, saveZip } from './save-targets';
import { filesToSave } from './zip-download';

const NAMES = ['bucket_download_file', 'bucket_download_folder'] as const;
export type DownloadTool = (typeof NAMES)[number];

export const isDownloadTool = (name: string): name is DownloadTool =>
  (NAMES as readonly string[]).includes(name);

type Args = Readonly<Record<string, string | number | boolean>>;

/** Returns the report; the files go to the browser's downloads. `args` are the parsed arguments, by name. */
export async function downloadHere(
  name: DownloadTool,
  args: Args,
  aliases: Aliases,
  saving: SaveRun,
): Promise<TableView> {
  if (String(args.download_path ?? '') !== '') {
    const why =
      'a folder of a computer is reached on the command line alone; here the browser keeps the file';
    throw new TtError('INPUT', `download_path: ${why}`);
  }
  const at = storeLocation(String(args.bucket_path ?? ''), 'bucket_path', { aliases });
  if (name === 'bucket_download_file') return report(at, await saveOne(await fileTarget(at, saving), saving));
  const objects = await saving.run(filesToSave([{ at, info: null }]));
  if (objects.length === 0) throw await saving.run(nothingThere(at));
  if (args.preview === true) {
    const bytes = objects.reduce((sum, { info }) => sum + info.size, 0);
    return table([[at.text, objects.length, bytes, 'would be downloaded as a zip']]);
  }
  return report(at, await saveZip(objects, `${lastPart(at.name) || at.store.bucket}.zip`, saving));
}

const report = (at: Location, { files, bytes, words, failed }: SavedTargets): TableView =>
  table([
    [at.text, files, bytes, words],
    ...failed.map(({ name, why }) => [`${at.store.root}/${name}`, 0, 0, `not downloaded: ${why}`]),
  ]);

async function fileTarget(at: Location, { run }: SaveRun): Promise<SavedFile> {
  if (at.name === '' || at.folder) {
    throw new TtError('INPUT', `${at.text} names no file. bucket_download_folder downloads a folder`);
  }
  const info = await run(at.store.stat(at.name));
  if (info !== null) return { at, info };
  throw new TtError('NONE', `${at.text} is not there. bucket_download_folder downloads a folder`);
}

const table = (cells: (string | number)[][]): TableView => ({
  header: ['address', 'files', 'bytes', 'remarks'],
  cells,
  rows: cells.length,
  notes: [],
  outputs: [],
});

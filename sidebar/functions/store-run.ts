// Functions on stores that the page runs itself with the user's own credentials: the bucket_ family, and the last step
// of functions that make a volume.
import type { FileResultView, TableView } from '../../src/addon/interfaces/api';
import type { StoreAccessView } from '../../src/addon/interfaces/files-api';
import { fromBase64 } from '../../src/core/base64';
import { cellText, TtError } from '../../src/core/errors';
import { S3_HOSTS } from '../../src/core/store-hosts';
import type { Work } from '../../src/http/work';
import type { OutputCell } from '../../src/tools/declaration/declare';
import { writeVolume } from '../../src/tools/heavy/write-volume';
import { storeLocation } from '../../src/volumes/places/locate';
import { call } from '../server';
import type { RunControl } from '../stores/control';
import { downloadHere, isDownloadTool } from '../stores/download-tools';
import { runHere, type SendRequests } from '../stores/driver';
import type { SaveFile } from '../stores/save-targets';
import { bucketWork, isBucketWork, type StoreProgress } from '../stores/tools';

const send: SendRequests = (requests) => call('storeSend', requests);

export const isDoneHere = (name: string): boolean => isBucketWork(name) || isDownloadTool(name);

const aliasesOf = ({ stores }: StoreAccessView): Record<string, string> =>
  Object.fromEntries(stores.map(({ name, host }) => [name, host]));

export interface PageWork {
  control: RunControl;
  progress: StoreProgress;
  save: SaveFile;
}

export async function runInPage(
  name: string,
  form: Record<string, string>,
  { control, progress, save }: PageWork,
): Promise<FileResultView> {
  const isDownload = isDownloadTool(name);
  if (!isDownload && !isBucketWork(name)) throw new TtError('FAULT', `${name} is not done in this page`);
  const [args, access] = await Promise.all([call('readForm', name, form), call('storeAccess')]);
  if (isDownload) {
    const run = <T>(work: Work<T>) => runHere(work, { send, control });
    const report = await downloadHere(name, args, aliasesOf(access), { run, progress, save });
    return { report, files: [], link: '' };
  }
  const { report, files } = await runHere(bucketWork(name, args, aliasesOf(access), progress), {
    send,
    control,
  });
  if (files.length > 0) throw new TtError('FAULT', `${name} hands no files over here`);
  return { report: tableOf(report), files: [], link: '' };
}

/**
 * A volume whose destination this user may write to: the function makes it without a destination, and the page stores
 * it.
 */
export interface OwnDestination {
  name: string;
  form: Record<string, string>;
  destination: string;
  aliases: Record<string, string>;
}

const MAKERS: Record<string, string> = {
  make_volume_packaging: 'make_volume_packaging',
  make_bucket_volume_from_obj: 'make_local_volume_from_obj',
};

/** Null if the function makes no volume, has no destination, or the user has no credentials for it. */
export async function ownDestination(
  name: string,
  form: Record<string, string>,
): Promise<OwnDestination | null> {
  const maker = MAKERS[name];
  const { destination = '', ...rest } = form;
  if (maker === undefined || destination.trim() === '') return null;
  const access = await call('storeAccess');
  const aliases = aliasesOf(access);
  const { store } = storeLocation(destination, 'destination', { aliases });
  const own =
    store.place === 'gcs'
      ? access.google.state === 'allowed'
      : access.stores.some(({ host, hasKeys }) => hasKeys && store.place === `s3 ${host}`) ||
        (/^s3 s3[.-].*\.amazonaws\.com$/.test(store.place) &&
          access.stores.some((one) => one.host === S3_HOSTS.s3));
  return own ? { name: maker, form: rest, destination, aliases } : null;
}

/** Writes the files to the destination. Adds its source, its address and who can read it to the report. */
export async function storeFiles(
  result: FileResultView,
  { destination, aliases }: OwnDestination,
  control: RunControl,
  progress: StoreProgress,
): Promise<FileResultView> {
  const files = result.files.map(({ path, contentType, base64 }) => {
    const bytes = fromBase64(base64);
    if (bytes === null) throw new TtError('DOWN', `${path} arrived damaged. Run again`);
    return { path, contentType, bytes };
  });
  const { rows } = await runHere(writeVolume(files, destination, { places: { aliases }, progress }), {
    send,
    control,
  });
  const newRows = rows.map((row) => row.map(plain));
  const report = {
    ...result.report,
    cells: [...result.report.cells, ...newRows],
    rows: result.report.rows + rows.length,
  };
  return { report, files: [], link: result.link };
}

function tableOf([header = [], ...rows]: readonly OutputCell[][]): TableView {
  const cells = rows.slice(0, 200).map((row) => row.map(plain));
  return { header: header.map(String), cells, rows: rows.length, notes: [], outputs: [] };
}

function plain(cell: OutputCell): string | number | boolean {
  if (cell instanceof TtError) return cellText(cell);
  return cell instanceof Date ? cell.toISOString() : (cell ?? '');
}

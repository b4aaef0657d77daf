/** The parts that the work of the bucket_ family shares: addresses of arguments, rows of reports. */
import { TtError } from '../../../core/errors';
import type { Work } from '../../../http/work';
import { type Location, storeLocation, wholeStore } from '../../../volumes/places/locate';
import { checkKey, lastPart } from '../../../volumes/store/address';
import { absentError, presentError } from '../../../volumes/store/failures';
import type { ObjectInfo, Removal, SkippedEntry } from '../../../volumes/store/store';
import {
  type CopyMeans,
  type CopyObjectOptions,
  copyObject,
  sameBytes,
} from '../../../volumes/transfer/copy-object';
import type { FolderPlan } from '../../../volumes/transfer/folder-plan';
import { publicReader, readerWord } from '../../../volumes/transfer/public-reader';
import type { PlanRun } from '../../../volumes/transfer/run-plan';
import { REPORT } from '../../bucket/params';
import type { Args, FileResult, OutputCell, OutputFile } from '../../declaration/declare';
import { outputNames } from '../../declaration/outputs';
import type { HeavyContext } from '../local-runner';

export const locationOf = (args: Args, name: string, ctx: HeavyContext): Location =>
  storeLocation(String(args[name] ?? ''), name, ctx.places);

/** The location of a file: it must have a name, and no slash at its end. */
export function fileLocation(args: Args, name: string, ctx: HeavyContext): Location {
  const at = locationOf(args, name, ctx);
  if (at.name !== '' && !at.folder) return at;
  const what = at.name === '' ? wholeStore(at) : `${at.text} is a folder`;
  throw new TtError('INPUT', `${name}: ${what}: name a file in it`);
}

/** The means of this shell that copies use. */
export const meansOf = ({ places }: HeavyContext): CopyMeans =>
  places?.checksums ? { checksums: places.checksums } : {};

/** Pieces of a file that are in flight at once if no other file is copied. */
export const ALONE = 4;

export const within = (folder: Location, name: string): Location => {
  const whole = folder.name === '' ? name : `${folder.name}/${name}`;
  return { ...folder, name: whole, text: `${folder.store.root}/${whole}`, folder: false };
};

/**
 * The place of a file in a folder, which need not exist yet. Some programs take the argument as the file's new name;
 * where the user probably meant that, it is refused unless it ends with a slash: a folder with the file's own name, one
 * that is in fact a file, and one that does not exist and has the file's ending.
 */
export function* fileInFolder(folder: Location, name: string, field: string): Work<Location> {
  const { store, text } = folder;
  if (folder.folder || folder.name === '') return within(folder, name);
  if (lastPart(folder.name) === name) {
    throw new TtError(
      'INPUT',
      `${field}: ${text} ends in the file’s own name: name the folder alone, or write ${text}/ for a folder of that name`,
    );
  }
  if (store.readOnly === '' && (yield* store.stat(folder.name)) !== null) {
    throw new TtError('INPUT', `${field}: ${text} is a file, not a folder`);
  }
  // `x.csv b/y.csv`: whoever writes this means a file.
  if (endingIn(folder.name) !== '' && endingIn(folder.name) === endingIn(name)) {
    const { objects, folders } = yield* store.list(`${folder.name}/`, { delimiter: '/' });
    if (objects.length + folders.length === 0) {
      throw new TtError(
        'INPUT',
        `${field}: there is no folder ${text}. Write ${text}/ to make one of that name; bucket_rename_file gives a file another name`,
      );
    }
  }
  return within(folder, name);
}

/** `csv` of a/b.CSV; '' for a name without a letter behind its last dot, such as v1.2. */
const endingIn = (name: string): string =>
  /[^/]\.([a-z0-9]*[a-z][a-z0-9]*)$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** A name without folders. */
export function checkedName(argument: string, field: string): string {
  const name = argument.trim();
  if (name === '') throw new TtError('INPUT', `${field}: a name is missing`);
  if (name.includes('/'))
    throw new TtError('INPUT', `${field}: a name without "/", not "${name.slice(0, 80)}"`);
  checkKey(name, `${field}: "${name.slice(0, 100)}"`);
  return name;
}

/** The facts of a file, or the error why it cannot be used. */
export function* requireFile(at: Location): Work<ObjectInfo> {
  const info = yield* at.store.stat(at.name);
  if (info !== null) return info;
  // A web server has no folders to list.
  if (at.store.bucket === '' && at.store.place === '') throw absentError(at.text);
  const { objects, folders } = yield* at.store.list(`${at.name}/`, { delimiter: '/' });
  if (objects.length + folders.length === 0) throw absentError(at.text);
  throw new TtError('INPUT', `${at.text} is a folder, not a file`);
}

export interface ReportRow {
  at: Location;
  objects: number;
  bytes: number;
  remarks: string;
  /** Name of the object that is read without credentials, if it is not the location itself. */
  probe?: string;
  isVolume?: boolean;
}

/** A row with the public address and whether everybody can read it. */
export function* reportRow({
  at,
  objects,
  bytes,
  remarks,
  probe = '',
  isVolume = false,
}: ReportRow): Work<OutputCell[]> {
  const { url, readable, source } = yield* publicReader(at, probe, isVolume);
  const anyone = url === '' ? '' : readerWord(readable);
  return [at.text, objects, bytes, url, source, anyone, remarks];
}

export const report = (rows: readonly OutputCell[][], files: OutputFile[] = []): FileResult => ({
  report: [outputNames(REPORT), ...rows],
  files,
  link: '',
});

const plainRow = (address: string, bytes: OutputCell, remarks: OutputCell): OutputCell[] => [
  address,
  1,
  bytes,
  '',
  '',
  '',
  remarks,
];

/** `1 object`, `2 objects`. */
export const countWords = (n: number, words: string): string =>
  `${n} ${n === 1 ? words.replace(/s$/, '') : words}`;

/** Refuses a copy that would overwrite different content. */
export function checkOverwrites(plan: FolderPlan, overwrite: boolean): void {
  const replacements = plan.items.filter(({ replaces }) => replaces !== null);
  if (replacements.length === 0 || overwrite) return;
  const names = replacements.slice(0, 3).map(({ to }) => lastPart(to));
  throw new TtError(
    'INPUT',
    `${plan.to.text} holds ${countWords(replacements.length, 'objects')} of these names with other or older contents (${names.join(', ')}): ` +
      'nothing was done. Choose another folder, or overwrite=TRUE',
  );
}

/** Limit of the objects that a list shows; its first row counts all. */
const SHOWN = 1000;

export function previewRows(plan: FolderPlan): OutputCell[][] {
  const { items, same, skipped, to, bytes } = plan;
  const replacedCount = items.filter(({ replaces }) => replaces !== null).length;
  const words = [
    `would copy ${items.length}, of which ${replacedCount} replace others`,
    `${same.length} are there already`,
    ...remarksOf(plan),
  ];
  const rows = [
    ...items.map(({ to: name, from, replaces }) =>
      plainRow(`${to.store.root}/${name}`, from.size, replaces === null ? 'new' : 'replaces another'),
    ),
    ...same.map(({ to: name, from }) => plainRow(`${to.store.root}/${name}`, from.size, 'there already')),
    ...skipped.map(({ name, why }) => plainRow(`${plan.from.store.root}/${name}`, '', `left out: ${why}`)),
  ];
  const more = rows.length > SHOWN ? [plainRow('', '', `and ${rows.length - SHOWN} more`)] : [];
  return [[to.text, items.length, bytes, '', '', '', words.join('; ')], ...rows.slice(0, SHOWN), ...more];
}

/** One row for the copied folder, then one row for each object that failed or was left out. */
export function* copyRows(plan: FolderPlan, run: PlanRun): Work<OutputCell[][]> {
  const { to, from, items, same, skipped } = plan;
  const sizesAlone = plan.sizesAlone + run.sizesAlone;
  const words = [
    ...(same.length > 0 ? [`${countWords(same.length, 'objects')} there already`] : []),
    ...(run.failed.length > 0 ? [`${run.failed.length} of ${items.length} failed: run again to go on`] : []),
    ...(sizesAlone > 0
      ? [`${sizesAlone} compared by size alone: their store keeps no sum of the whole`]
      : []),
    ...remarksOf(plan),
  ];
  const info = [...items, ...same].find(({ to: name }) => name === `${to.name}/info`);
  const first = info ?? items[0] ?? same[0];
  const row = yield* reportRow({
    at: to,
    objects: run.done,
    bytes: run.bytes,
    remarks: words.join('; '),
    ...(first ? { probe: first.to } : {}),
    isVolume: info !== undefined,
  });
  return [
    row,
    ...run.failed.map(({ name, error }) => plainRow(`${from.store.root}/${name}`, '', error)),
    ...skipped.map((one) => plainRow(`${from.store.root}/${one.name}`, '', skippedCell(one))),
  ];
}

/** Links and devices are left out by rule; a file that should have been copied is a failure. */
export const skippedCell = ({ why, isFile }: SkippedEntry): OutputCell =>
  isFile ? new TtError('INPUT', `left out: ${why}`) : `left out: ${why}`;

function remarksOf({ unfinished, to }: FolderPlan): string[] {
  if (unfinished.length === 0) return [];
  const names = unfinished
    .slice(0, 3)
    .map(({ name, begun }) => `${lastPart(name)}${begun && ` since ${begun}`}`);
  return [
    `${countWords(unfinished.length, 'unfinished uploads')} of others or of an earlier run lie in ${to.text} and may cost (${names.join(', ')})`,
  ];
}

/** Copies one file. Refuses to overwrite an existing file with different content. */
export function* copyFile(from: Location, to: Location, options: CopyObjectOptions): Work<FileResult> {
  const source = options.info ?? (yield* requireFile(from));
  const there = options.onlyNew ? yield* to.store.stat(to.name) : null;
  if (there !== null) {
    const [a, b] = [
      from.store.sums ? yield* from.store.sums(source) : source,
      to.store.sums ? yield* to.store.sums(there) : there,
    ];
    if (sameBytes(a, b) !== true) throw presentError(to.text);
    const remarks = 'there already with the same bytes';
    return report([yield* reportRow({ at: to, objects: 0, bytes: 0, remarks })]);
  }
  yield* copyObject(from, to, { ...options, info: source });
  return report([yield* reportRow({ at: to, objects: 1, bytes: source.size, remarks: '' })]);
}

export const keptRows = (at: Location, keptCopies: readonly Removal[]): OutputCell[][] =>
  keptCopies.map(({ name, why }) =>
    plainRow(`${at.store.root}/${name}`, '', new TtError('PERMISSION', `was not deleted: ${why}`)),
  );

/** The work of bucket_move_file and bucket_rename_file. The copy is checked before the original is deleted. */

import { TtError } from '../../../core/errors';
import type { Work } from '../../../http/work';
import type { Location } from '../../../volumes/places/locate';
import { lastPart } from '../../../volumes/store/address';
import { AbsentError, afterCopy, mustDiffer, presentError } from '../../../volumes/store/failures';
import type { ObjectInfo } from '../../../volumes/store/store';
import { type CopyMeans, copyObject, sameBytes, sameHeaders } from '../../../volumes/transfer/copy-object';
import type { FileResult } from '../../declaration/declare';
import type { HeavyWorkOf } from '../local-runner';
import {
  checkedName,
  fileInFolder,
  fileLocation,
  locationOf,
  meansOf,
  report,
  reportRow,
  requireFile,
} from './places';

export const moveFileWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const from = fileLocation(args, 'file_path', ctx);
    const folder = locationOf(args, 'new_folder_path', ctx);
    const to = yield* fileInFolder(folder, lastPart(from.name), 'new_folder_path');
    return yield* moveObject(from, to, meansOf(ctx));
  },
};

export const renameFileWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const from = fileLocation(args, 'file_path', ctx);
    const name = checkedName(String(args.new_name ?? ''), 'new_name');
    const folder = from.name.slice(0, from.name.lastIndexOf('/') + 1);
    const to = { ...from, name: folder + name, text: `${from.store.root}/${folder}${name}` };
    return yield* moveObject(from, to, meansOf(ctx));
  },
};

function* moveObject(from: Location, to: Location, means: CopyMeans): Work<FileResult> {
  mustDiffer(from.text, to.text);
  for (const { store, text } of [from, to]) {
    if (store.readOnly !== '') throw new TtError('INPUT', `${text}: ${store.readOnly}`);
  }
  const why = to.store.refuses(to.name);
  if (why !== '') throw new TtError('INPUT', `${to.text}: ${why}`);
  const source = yield* sourceOf(from, to);
  const there = yield* to.store.stat(to.name);
  if (there !== null) return yield* finishMove(from, to, source, there);
  let remarks = '';
  if (from.store.root === to.store.root) yield* from.store.move(from.name, to.name, { onlyNew: true });
  else {
    const copy = yield* copyObject(from, to, { info: source, onlyNew: true, ...means });
    if (copy.compared === 'size' && source.size > 0) {
      throw new TtError(
        'INPUT',
        `${to.text} was copied, but its store keeps no sum to compare it by: ${from.text} is kept. Look at the copy, then delete it`,
      );
    }
    if (to.store.flush) yield* to.store.flush(to.name);
    yield* afterCopy(to.text, from.store.remove(from.name, copy.source.version));
    remarks = `${from.text} was deleted after its copy was compared`;
  }
  return report([yield* reportRow({ at: to, objects: 1, bytes: source.size, remarks })]);
}

/** A move that was stopped after its last request leaves the file at its new place alone. */
function* sourceOf(from: Location, to: Location): Work<ObjectInfo> {
  try {
    return yield* requireFile(from);
  } catch (error) {
    const there = error instanceof AbsentError ? yield* to.store.stat(to.name) : null;
    if (there === null) throw error;
    const words = `${from.text} is not there, and ${to.text} is, with ${there.size} bytes`;
    throw new TtError('NONE', `${words}: if an earlier run moved it, nothing is left to do`);
  }
}

/** Completes a move that stopped before its last step: the same object is at both places. */
function* finishMove(from: Location, to: Location, source: ObjectInfo, there: ObjectInfo): Work<FileResult> {
  if (from.store.place === 'file' && to.store.place === 'file' && source.version === there.version) {
    const why = 'are one file of this disk under two names: nothing was done';
    throw new TtError('INPUT', `${from.text} and ${to.text} ${why}`);
  }
  const [a, b] = [
    from.store.sums ? yield* from.store.sums(source) : source,
    to.store.sums ? yield* to.store.sums(there) : there,
  ];
  if (sameBytes(a, b) !== true || !sameHeaders(a, b)) throw presentError(to.text);
  if (to.store.flush) yield* to.store.flush(to.name);
  yield* afterCopy(to.text, from.store.remove(from.name, source.version));
  const remarks = `was there already with the same bytes: ${from.text} was deleted`;
  return report([yield* reportRow({ at: to, objects: 1, bytes: source.size, remarks })]);
}

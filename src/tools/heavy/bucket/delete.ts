/**
 * The work of bucket_delete_file and bucket_delete_folder. Nothing can be restored, so the user types the folder's name
 * a second time.
 */

import { TtError } from '../../../core/errors';
import type { Work } from '../../../http/work';
import { lastPart } from '../../../volumes/store/address';
import { AbsentError } from '../../../volumes/store/failures';
import { bytesWithout, planDelete, runDelete } from '../../../volumes/transfer/delete-folder';
import type { OutputCell } from '../../declaration/declare';
import type { HeavyWorkOf } from '../local-runner';
import { fileLocation, keptRows, locationOf, report, requireFile } from './places';

export const deleteFileWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const at = fileLocation(args, 'file_path', ctx);
    if (at.store.readOnly !== '') throw new TtError('INPUT', `${at.text}: ${at.store.readOnly}`);
    const info = yield* orEarlier(requireFile(at));
    yield* at.store.remove(at.name, info.version);
    return report([[at.text, 1, info.size, '', '', '', 'deleted']]);
  },
};

export const deleteFolderWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const at = locationOf(args, 'folder_path', ctx);
    const plan = yield* orEarlier(planDelete(at));
    const { objects, bytes, unfinished, skipped } = plan;
    if (args.preview === true) {
      const rows = objects
        .slice(0, 1000)
        .map(({ name, size }): OutputCell[] => [
          `${at.store.root}/${name}`,
          1,
          size,
          '',
          '',
          '',
          'would be deleted',
        ]);
      return report([[at.text, objects.length, bytes, '', '', '', 'would be deleted'], ...rows]);
    }
    const confirmation = String(args.folder_name ?? '').trim();
    if (confirmation !== lastPart(at.name)) {
      throw new TtError(
        'INPUT',
        `${at.text} holds ${objects.length} objects, ${bytes} bytes, that cannot be got back. To delete them, give folder_name as ${lastPart(at.name)}${confirmation === '' ? '' : `, not "${confirmation.slice(0, 60)}"`}`,
      );
    }
    const notRemoved = yield* runDelete(plan, ctx.progress);
    const others = skipped.filter(({ isFile }) => !isFile).length;
    const words = [
      'deleted',
      ...(unfinished.length > 0 ? [`${unfinished.length} unfinished uploads ended`] : []),
      ...(others > 0 ? [`${others} links and devices stay`] : []),
    ];
    const deletedCount = objects.length - notRemoved.length;
    return report([
      [at.text, deletedCount, bytesWithout(objects, notRemoved), '', '', '', words.join('; ')],
      ...keptRows(at, [...notRemoved, ...skipped.filter(({ isFile }) => isFile)]),
    ]);
  },
};

/** A deletion that was stopped after its last request leaves nothing to delete. */
function* orEarlier<T>(found: Work<T>): Work<T> {
  try {
    return yield* found;
  } catch (error) {
    if (!(error instanceof AbsentError)) throw error;
    throw new TtError('NONE', `${error.message}. If an earlier run deleted it, nothing is left to do`);
  }
}

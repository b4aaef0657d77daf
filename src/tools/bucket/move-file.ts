/** bucket_move_file and bucket_rename_file: one object to another name; its copy is checked before it is deleted. */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import { mustDiffer, present } from '../../volumes/store/failures';
import type { Location } from '../../volumes/store/locate';
import type { ObjectInfo } from '../../volumes/store/store';
import { copyObject, sameBytes, sameHeaders } from '../../volumes/transfer/copy-object';
import { type FileResult, fileTool } from '../declaration/declare';
import {
  checkedName,
  FAMILY_DETAILS,
  FILE_PATH,
  fileLocation,
  lastPart,
  locationOf,
  REPORT,
  report,
  reportRow,
  requireFile,
  within,
} from './places';

const SURFACES = ['sidebar', 'commandLine'] as const;

export const moveFile = fileTool({
  name: 'bucket_move_file',
  family: 'bucket',
  summary: 'Moves a file into another folder, on the same store or another.',
  details: `A file of that name in the new folder is refused, not written over. The old file is deleted when its copy has been compared with it. ${FAMILY_DETAILS}`,
  params: [
    FILE_PATH,
    {
      name: 'new_folder_path',
      kind: 'path',
      description: 'address of the folder that it moves to, such as gs://our-lab/old',
    },
  ],
  returns: 'a row for the file at its new place',
  example: {
    command: 'bucket_move_file gs://our-lab/a/points.csv gs://our-lab/old',
    shows: 'gs://our-lab/old/points.csv',
  },
  surfaces: SURFACES,
  outputs: REPORT,
  *answer(args, ctx) {
    const from = fileLocation(args, 'file_path', ctx);
    const folder = locationOf(args, 'new_folder_path', ctx);
    return yield* moved(from, within(folder, lastPart(from.name)));
  },
});

export const renameFile = fileTool({
  name: 'bucket_rename_file',
  family: 'bucket',
  summary: 'Gives a file another name in its folder.',
  details: `A file of that name is refused, not written over. ${FAMILY_DETAILS}`,
  params: [
    FILE_PATH,
    { name: 'new_name', kind: 'text', description: 'the new name with its ending, without a folder' },
  ],
  returns: 'a row for the file by its new name',
  example: {
    command: 'bucket_rename_file gs://our-lab/a/points.csv points-2026.csv',
    shows: 'gs://our-lab/a/points-2026.csv',
  },
  surfaces: SURFACES,
  outputs: REPORT,
  *answer(args, ctx) {
    const from = fileLocation(args, 'file_path', ctx);
    const name = checkedName(String(args.new_name ?? ''), 'new_name');
    const folder = from.name.slice(0, from.name.lastIndexOf('/') + 1);
    return yield* moved(from, { ...from, name: folder + name, text: `${from.store.root}/${folder}${name}` });
  },
});

function* moved(from: Location, to: Location): Work<FileResult> {
  mustDiffer(from.text, to.text);
  for (const { store, text } of [from, to]) {
    if (store.readOnly !== '') throw new TtError('INPUT', `${text}: ${store.readOnly}`);
  }
  const why = to.store.refuses(to.name);
  if (why !== '') throw new TtError('INPUT', `${to.text}: ${why}`);
  const source = yield* requireFile(from);
  const there = yield* to.store.stat(to.name);
  if (there !== null) return yield* finished(from, to, source, there);
  let remarks = '';
  if (from.store.root === to.store.root) yield* from.store.move(from.name, to.name, { onlyNew: true });
  else {
    const copied = yield* copyObject(from, to, { info: source, onlyNew: true });
    if (copied.compared === 'size' && source.size > 0) {
      throw new TtError(
        'INPUT',
        `${to.text} was copied, but its store keeps no sum to compare it by: ${from.text} is kept. Look at the copy, then delete it`,
      );
    }
    yield* from.store.remove(from.name, copied.source.version);
    remarks = `${from.text} was deleted after its copy was compared`;
  }
  return report([yield* reportRow({ at: to, objects: 1, bytes: source.size, remarks })]);
}

/** What an earlier run left that was stopped before its last step: the same object at both places. */
function* finished(from: Location, to: Location, source: ObjectInfo, there: ObjectInfo): Work<FileResult> {
  const [a, b] = [
    from.store.sums ? yield* from.store.sums(source) : source,
    to.store.sums ? yield* to.store.sums(there) : there,
  ];
  if (sameBytes(a, b) !== true || !sameHeaders(a, b)) throw present(to.text);
  yield* from.store.remove(from.name, source.version);
  const remarks = `was there already with the same bytes: ${from.text} was deleted`;
  return report([yield* reportRow({ at: to, objects: 1, bytes: source.size, remarks })]);
}

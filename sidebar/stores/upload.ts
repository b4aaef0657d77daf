// The plan of an upload: looks up each name at its destination, so a destination of any size costs only as many
// look-ups as there are files.
import { TtError } from '../../src/core/errors';
import { pool, type Work } from '../../src/http/work';
import type { Location } from '../../src/volumes/places/locate';
import type { ObjectInfo } from '../../src/volumes/store/store';
import { type FolderPlan, planOf, prefixOf } from '../../src/volumes/transfer/folder-plan';
import type { ChosenFiles } from './chosen-files';

/** Look-ups sent together. */
const AT_ONCE = 24;

export function* planUpload(selection: ChosenFiles, to: Location): Work<FolderPlan> {
  if (to.store.readOnly !== '') throw new TtError('INPUT', `${to.text}: ${to.store.readOnly}`);
  const names = selection.names.map((name) => prefixOf(to.name) + name);
  for (const name of names) {
    const why = to.store.refuses(name);
    if (why !== '') throw new TtError('INPUT', `${name.slice(0, 200)}: ${why}. Nothing was uploaded`);
  }
  const results = yield* pool(
    names.map((name) => () => to.store.stat(name)),
    AT_ONCE,
    ({ ok }) => !ok,
  );
  const there: ObjectInfo[] = [];
  for (const one of results) {
    if (one && !one.ok) throw one.error;
    if (one?.value) there.push(one.value);
  }
  return yield* planOf(selection.location, to, { source: selection.listing(), there });
}

/** Writes the files of a new volume into an empty folder and reports its addresses. */
import { TtError } from '../../core/errors';
import { all, type Work } from '../../http/work';
import { inFolder, type VolumeFile } from '../../volumes/objects/files';
import { type Location, storeLocation } from '../../volumes/places/locate';
import type { Store } from '../../volumes/store/store';
import { publicReader, readerWord } from '../../volumes/transfer/public-reader';
import type { OutputCell } from '../declaration/declare';
import type { HeavyContext } from './local-runner';

export type WriteContext = Pick<HeavyContext, 'places' | 'progress'>;

/** Writes a new volume. The report states its source, its public address, and whether everybody can read it. */
export function* writeVolume(
  files: readonly VolumeFile[],
  destination: string,
  ctx: WriteContext,
): Work<{ rows: OutputCell[][]; source: string }> {
  const to = readDestination(destination, ctx);
  yield* upload(to.store, to.name, files, ctx);
  const { url, readable, source } = yield* publicReader(to, `${to.name}/info`, true);
  if (url === '') {
    return { rows: [['source', to.text, `show it with host_ng_volume_locally /${to.name}`]], source: '' };
  }
  const rows: OutputCell[][] = [
    ['source', source],
    ['public_address', url],
    ['anyone_can_read', readerWord(readable)],
  ];
  return { rows, source };
}

/** Reads the address of a writable folder. Throws INPUT for anything else. */
export function readDestination(text: string, ctx: Pick<WriteContext, 'places'>): Location {
  const to = storeLocation(text, 'destination', ctx.places);
  if (to.store.readOnly !== '') throw new TtError('INPUT', `destination: ${to.text}: ${to.store.readOnly}`);
  // When pasted, a viewer's source is cut off at a space.
  if (to.name === '' || (to.store.place !== 'file' && /\s/.test(to.name))) {
    throw new TtError(
      'INPUT',
      `destination: a folder on a bucket such as gs://our-lab/meshes/tract1, not "${text.slice(0, 80)}"`,
    );
  }
  return to;
}

const AT_ONCE = 16;

/** The info file comes last: a folder without it is unfinished, and the next run may complete it. */
function* upload(store: Store, folder: string, files: readonly VolumeFile[], ctx: WriteContext): Work<null> {
  const { objects } = yield* store.list(`${folder}/`, { most: 10_000 });
  const ours = new Set(inFolder(folder, files).map(({ path }) => path));
  const foreign = objects.find((object) => object.name === `${folder}/info` || !ours.has(object.name));
  if (foreign) {
    throw new TtError(
      'INPUT',
      `destination: ${store.root}/${folder} is not empty: it holds ${foreign.name}. Choose a new folder`,
    );
  }
  const last = files.filter(({ path }) => path === 'info');
  const first = files.filter(({ path }) => path !== 'info');
  // Readers of a disk keep no old copy, so a file there needs no cache control.
  const more = store.place === 'file' ? {} : { cacheControl: 'no-cache' };
  const groups = Array.from({ length: Math.ceil(first.length / AT_ONCE) }, (_group, n) =>
    first.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  );
  let count = 0;
  for (const part of [...groups, last]) {
    yield* all(
      part.map(({ path, contentType, bytes }) =>
        store.write(`${folder}/${path}`, bytes, { contentType, ...more }),
      ),
    );
    count += part.length;
    ctx.progress(count, files.length, 'files written');
  }
  return null;
}

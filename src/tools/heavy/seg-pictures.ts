/** make_seg_pictures: draws each skeleton and writes the image into the folder. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { writePng } from '../../core/write-png';
import { all } from '../../http/work';
import { publicReader } from '../../volumes/transfer/public-reader';
import { datastackOf, NO_CACHE, type RowAnswer } from '../declaration/declare';
import { splitSegments } from '../segments/segments';
import { skeletonsOf } from '../segments/skeletons';
import { drawSkeleton } from './draw-skeleton';
import type { HeavyWorkOf } from './local-runner';
import { readDestination } from './write-volume';

const AT_ONCE = 16;

export const pictureRows: HeavyWorkOf<'rows'> = {
  kernels: [],
  *rows(ids, args, ctx) {
    const { store, name: folder, text } = readDestination(String(args.destination ?? ''), ctx);
    const stack = yield* datastackOf(ctx);
    const { segments, others } = splitSegments(stack, ids);
    const answers = new Map<Id, RowAnswer | TtError>(others);
    const found = yield* skeletonsOf(stack, segments, ctx, (skeleton) => {
      const { shades, width, height, barUm } = drawSkeleton(skeleton);
      return { png: writePng(shades, width, height), barUm };
    });
    const pictures = [...found].flatMap(([id, picture]) => {
      if (!(picture instanceof TtError)) return [{ id, ...picture }];
      answers.set(id, picture);
      return [];
    });
    const nameOf = (id: Id): string => `${folder}/${id}.png`;
    // Without this, readers could get an old image from a cache.
    const more = store.place === 'file' ? {} : { cacheControl: 'no-cache' };
    for (let from = 0; from < pictures.length; from += AT_ONCE) {
      ctx.progress(from, pictures.length, 'pictures written');
      const some = pictures.slice(from, from + AT_ONCE);
      yield* all(
        some.map(({ id, png }) => store.write(nameOf(id), png, { contentType: 'image/png', ...more })),
      );
    }
    if (pictures.length === 0) return answers;
    // One test is enough, because all images are in one folder.
    const { readable } = yield* publicReader(
      { store, name: nameOf(pictures[0]!.id), text, folder: false },
      '',
      false,
    );
    for (const { id, barUm } of pictures) {
      const address = store.publicUrl(nameOf(id)) || `${text}/${id}.png`;
      answers.set(id, { cells: [address, barUm, readable], cacheSeconds: NO_CACHE });
    }
    return answers;
  },
};

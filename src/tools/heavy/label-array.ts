/** get_label_array: the labels in a box, as a file and with their counts. */
import { TtError } from '../../core/errors';
import { readPoint, type Vec3 } from '../../core/points';
import type { Work } from '../../http/work';
import { readAddress, readSource } from '../../neuroglancer/source';
import { labelsInBox } from '../../volumes/labels/labels-in-box';
import { writeNpy, writeNumbers } from '../../volumes/labels/npy';
import { readVolumeInfo, type Scale, type VolumeInfo } from '../../volumes/precomputed/info';
import { type Args, datastackOf, type OutputCell } from '../declaration/declare';
import { openWatershed } from '../get/supervoxels-at';
import type { HeavyContext, HeavyWorkOf } from './local-runner';

/** Limit of listed labels: the list is only a report. */
const MOST_LISTED = 10_000;

export const labelArrayWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const { volume, scale } = yield* openScale(args, ctx);
    const [first, size] = [point(args, 'first'), point(args, 'size')];
    const { labels, missingChunks } = yield* labelsInBox(volume, scale, first, size);
    if (missingChunks > 0 && args.fill !== true) {
      throw new TtError(
        'NONE',
        `the volume does not hold ${missingChunks} of the chunks of this box: whether they are background is not known. fill=TRUE takes them for 0`,
      );
    }
    const bytes =
      args.format === 'raw' ? writeNumbers(labels, volume.dataType) : writeNpy(labels, size, volume.dataType);
    const path = `labels_${first.join('_')}.${String(args.format)}`;
    const missing: OutputCell[][] = missingChunks > 0 ? [['missing chunks, taken for 0', missingChunks]] : [];
    return {
      report: [['label', 'voxels'], ...countLabels(labels), ...missing],
      files: [{ path, contentType: 'application/octet-stream', bytes }],
      link: '',
    };
  },
};

function* openScale(args: Args, ctx: HeavyContext): Work<{ volume: VolumeInfo; scale: Scale }> {
  const text = String(args.source).trim();
  const number = (args.scale ?? 0) as number;
  if (/^(supervoxels|graphene:\/\/)/i.test(text)) {
    if (number !== 0) throw new TtError('INPUT', `scale: supervoxels are read at scale 0, not ${number}`);
    return yield* openWatershed(yield* datastackOf(ctx), ctx.cache);
  }
  const source = readSource(text);
  const url = readAddress(source.store);
  if (url === '' || (source.format !== '' && source.format !== 'precomputed')) {
    throw new TtError(
      'INPUT',
      `source: such as precomputed://gs://bucket/volume, not "${text.slice(0, 80)}"`,
    );
  }
  const reach = (store: string) => ({ url: readAddress(readSource(store).store) });
  const volume = yield* readVolumeInfo({ url }, reach);
  const scale = volume.scales[number];
  if (scale) return { volume, scale };
  throw new TtError(
    'INPUT',
    `scale: the volume has the scales 0 to ${volume.scales.length - 1}, not ${number}`,
  );
}

const point = (args: Args, name: string): Vec3 => readPoint([[String(args[name])]], name);

function countLabels(labels: BigUint64Array): OutputCell[][] {
  const counts = new Map<bigint, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const rows = [...counts].sort((a, b) => b[1] - a[1]);
  const listedRows = rows.slice(0, MOST_LISTED).map(([label, count]): OutputCell[] => [String(label), count]);
  const rest = rows.length - listedRows.length;
  return rest > 0 ? [...listedRows, [`and ${rest.toLocaleString('en-US')} more labels`, null]] : listedRows;
}

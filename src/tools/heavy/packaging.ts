/** make_volume_packaging to a bucket or a folder of this computer. */
import { packaging } from '../make/volume-packaging';
import type { HeavyWorkOf } from './local-runner';
import { writeVolume } from './write-volume';

export const packagingWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const volume = yield* packaging(args, ctx);
    const destination = String(args.destination ?? '').trim();
    if (destination === '') return volume;
    const { rows } = yield* writeVolume(volume.files, destination, ctx);
    return { ...volume, files: [], report: [...volume.report, ...rows] };
  },
};

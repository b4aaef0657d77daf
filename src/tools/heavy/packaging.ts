/** make_volume_packaging onto a bucket or a folder of this computer. */
import { packaging } from '../make/volume-packaging';
import type { HeavyWorkOf } from './local-runner';
import { writeVolume } from './write-volume';

export const packagingWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const made = yield* packaging(args, ctx);
    const destination = String(args.destination ?? '').trim();
    if (destination === '') return made;
    const { rows } = yield* writeVolume(made.files, destination, ctx);
    return { ...made, files: [], report: [...made.report, ...rows] };
  },
};

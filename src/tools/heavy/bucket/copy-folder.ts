/** The work of bucket_copy_folder. */
import { planCopy } from '../../../volumes/transfer/folder-plan';
import { runPlan } from '../../../volumes/transfer/run-plan';
import type { HeavyWorkOf } from '../local-runner';
import { checkOverwrites, copyRows, locationOf, meansOf, previewRows, report } from './places';

export const copyFolderWork: HeavyWorkOf<'files'> = {
  kernels: [],
  *files(args, ctx) {
    const from = locationOf(args, 'folder_path', ctx);
    const to = locationOf(args, 'new_folder_path', ctx);
    const plan = yield* planCopy(from, to);
    if (args.preview === true) return report(previewRows(plan));
    checkOverwrites(plan, args.overwrite === true);
    const run = yield* runPlan(plan, { progress: ctx.progress, ...meansOf(ctx) });
    return report(yield* copyRows(plan, run));
  },
};

/** Heavy work done in this process: what the companion's workers and the command line run. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import type { KernelName, Kernels } from '../../geometry/kernels';
import type { Work } from '../../http/work';
import type {
  Args,
  FileResult,
  HeavyRunner,
  OutputCell,
  RowAnswer,
  ToolContext,
} from '../declaration/declare';

/** What heavy work has beyond a tool's context. */
export interface HeavyContext extends ToolContext {
  kernels: Partial<Kernels>;
  /** Told from time to time by long work: how far it is. */
  progress: (done: number, total: number, words: string) => void;
}

/** The work of one tool, by its name in `HEAVY`. */
export interface HeavyWork {
  kernels: readonly KernelName[];
  rows?: (ids: Id[], args: Args, ctx: HeavyContext) => Work<Map<Id, RowAnswer | TtError>>;
  table?: (args: Args, ctx: HeavyContext) => Work<OutputCell[][]>;
  files?: (args: Args, ctx: HeavyContext) => Work<FileResult>;
}

/** A `HeavyRunner` that does the work here; `kernels` holds what the tool's work declares. */
export function localHeavyRunner(
  works: Readonly<Record<string, HeavyWork>>,
  more: Pick<HeavyContext, 'kernels' | 'progress'>,
): HeavyRunner {
  function part<Kind extends 'rows' | 'table' | 'files'>(
    name: string,
    kind: Kind,
  ): NonNullable<HeavyWork[Kind]> {
    const found = Object.hasOwn(works, name) ? works[name]?.[kind] : undefined;
    if (!found) throw new TtError('FAULT', `${name} has no work of this kind`);
    return found as NonNullable<HeavyWork[Kind]>;
  }
  // `ctx` may hold a getter for the access: it is inherited, not copied.
  const whole = (ctx: ToolContext): HeavyContext => Object.assign(Object.create(ctx) as ToolContext, more);
  return {
    rows: (tool, ids, args, ctx) => part(tool.name, 'rows')(ids, args, whole(ctx)),
    table: (tool, args, ctx) => part(tool.name, 'table')(args, whole(ctx)),
    files: (tool, args, ctx) => part(tool.name, 'files')(args, whole(ctx)),
  };
}

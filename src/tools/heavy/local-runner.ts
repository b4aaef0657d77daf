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
  /** Told what is worth saying of the input; progress is told where it is absent. */
  remark?: (text: string) => void;
}

interface Kinds {
  rows: (ids: Id[], args: Args, ctx: HeavyContext) => Work<Map<Id, RowAnswer | TtError>>;
  table: (args: Args, ctx: HeavyContext) => Work<OutputCell[][]>;
  files: (args: Args, ctx: HeavyContext) => Work<FileResult>;
}

/** The work of one tool of a kind, with the compiled libraries that it takes. */
export type HeavyWorkOf<Kind extends keyof Kinds> = { kernels: readonly KernelName[] } & Pick<Kinds, Kind>;

type HeavyWork = { [Kind in keyof Kinds]: HeavyWorkOf<Kind> }[keyof Kinds];

/** A `HeavyRunner` that does the work here; `kernels` holds what the tool's work declares. */
export function localHeavyRunner(
  works: Readonly<Record<string, HeavyWork>>,
  more: Pick<HeavyContext, 'kernels' | 'progress' | 'remark'>,
): HeavyRunner {
  function part<Kind extends keyof Kinds>(name: string, kind: Kind): Kinds[Kind] {
    const work: Partial<Kinds> | undefined = Object.hasOwn(works, name) ? works[name] : undefined;
    const found = work?.[kind];
    if (!found) throw new TtError('FAULT', `${name} has no work of this kind`);
    return found;
  }
  // `ctx` may hold a getter for the access: it is inherited, not copied.
  const whole = (ctx: ToolContext): HeavyContext => Object.assign(Object.create(ctx) as ToolContext, more);
  return {
    rows: (tool, ids, args, ctx) => part(tool.name, 'rows')(ids, args, whole(ctx)),
    table: (tool, args, ctx) => part(tool.name, 'table')(args, whole(ctx)),
    files: (tool, args, ctx) => part(tool.name, 'files')(args, whole(ctx)),
  };
}

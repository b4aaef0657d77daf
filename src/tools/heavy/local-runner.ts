/** Runs heavy work in this process: in the companion's workers and on the command line. */
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

/** The services of heavy work beyond a tool's context. */
export interface HeavyContext extends ToolContext {
  kernels: Partial<Kernels>;
  /** Long work calls this from time to time to report its progress. */
  progress: (done: number, total: number, words: string) => void;
  /** Receives remarks on the input; if it is absent, remarks go to `progress`. */
  remark?: (text: string) => void;
}

interface Kinds {
  rows: (ids: Id[], args: Args, ctx: HeavyContext) => Work<Map<Id, RowAnswer | TtError>>;
  table: (args: Args, ctx: HeavyContext) => Work<OutputCell[][]>;
  files: (args: Args, ctx: HeavyContext) => Work<FileResult>;
}

/** The work of one tool of a kind, with the compiled libraries that it needs. */
export type HeavyWorkOf<Kind extends keyof Kinds> = { kernels: readonly KernelName[] } & Pick<Kinds, Kind>;

type HeavyWork = { [Kind in keyof Kinds]: HeavyWorkOf<Kind> }[keyof Kinds];

/** A `HeavyRunner` that runs the work in this process; `kernels` holds the libraries that the tool's work declares. */
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
  // `ctx` may have a getter for the access, so it is inherited and not copied.
  const whole = (ctx: ToolContext): HeavyContext => Object.assign(Object.create(ctx) as ToolContext, more);
  return {
    rows: (tool, ids, args, ctx) => part(tool.name, 'rows')(ids, args, whole(ctx)),
    table: (tool, args, ctx) => part(tool.name, 'table')(args, whole(ctx)),
    files: (tool, args, ctx) => part(tool.name, 'files')(args, whole(ctx)),
  };
}

/** Declarations of tools whose work lies in `src/tools/heavy`: they hand it to the shell's runner of heavy work. */
import { TtError } from '../../core/errors';
import {
  type AnyTool,
  type Declaration,
  type FileTool,
  type HeavyRunner,
  type RowColumns,
  type RowTool,
  type TableTool,
  type ToolContext,
  withColumns,
} from './declare';

/** A tool with work in `src/tools/heavy`. Its name is part of the type, so the compiler demands that work. */
export type WithHeavyWork<Tool extends AnyTool, Name extends string> = Tool & {
  readonly name: Name;
  readonly hasHeavyWork: true;
};

/** A heavy tool's declaration without its work. */
type HeavyPart<Tool extends AnyTool, Name extends string> = Omit<
  Tool,
  'kind' | 'formula' | 'columns' | 'answer' | 'hasHeavyWork'
> & { name: Name };

/** Throws if nothing can run heavy work. */
export const requireHeavyRunner = (
  ctx: ToolContext,
  { formula, name }: Pick<Declaration, 'formula' | 'name'>,
): HeavyRunner => {
  if (ctx.heavyRunner) return ctx.heavyRunner;
  throw new TtError(
    'COMPANION',
    `${formula || name} needs the companion service. Set its address in Tracer Tools › Settings`,
  );
};

export function heavyRows<const Name extends string>(
  tool: HeavyPart<RowTool, Name> & RowColumns & { formula: string },
): WithHeavyWork<RowTool, Name> {
  const whole: WithHeavyWork<RowTool, Name> = {
    heavy: 'short',
    ...withColumns(tool),
    hasHeavyWork: true,
    kind: 'rows',
    answer: (ids, args, ctx) => requireHeavyRunner(ctx, tool).rows(whole, ids, args, ctx),
  };
  return whole;
}

export function heavyTable<const Name extends string>(
  tool: HeavyPart<TableTool, Name> & { formula: string },
): WithHeavyWork<TableTool, Name> {
  const whole: WithHeavyWork<TableTool, Name> = {
    heavy: 'short',
    ...tool,
    hasHeavyWork: true,
    kind: 'table',
    answer: (args, ctx) => requireHeavyRunner(ctx, tool).table(whole, args, ctx),
  };
  return whole;
}

export function heavyFiles<const Name extends string>(
  tool: HeavyPart<FileTool, Name>,
): WithHeavyWork<FileTool, Name> {
  const whole: WithHeavyWork<FileTool, Name> = {
    heavy: 'short',
    ...tool,
    hasHeavyWork: true,
    kind: 'files',
    formula: '',
    answer: (args, ctx) => requireHeavyRunner(ctx, whole).files(whole, args, ctx),
  };
  return whole;
}

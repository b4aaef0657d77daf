/** The configuration that a tool works with. */
import { configOf, publishedConfig } from '../cave/config';
import { readStackRecord, stackRecord } from '../cave/info';
import type { TracerConfig } from '../cave/tracerConfig';
import { ask, type Work } from '../exchange/work';
import type { Ctx } from './declare';

/** No request for the published datastacks, one for any other. */
export function* configFor(ctx: Ctx, name = ctx.datastack): Work<TracerConfig> {
  return (
    publishedConfig(name) ?? configOf(name, readStackRecord(yield* ask(stackRecord(ctx.access, name)), name))
  );
}

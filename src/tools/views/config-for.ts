/** The configuration that a tool works with. */

import { readStackRecord, stackRecord } from '../../cave/client/info';
import { configOf, publishedConfig } from '../../cave/datasets/config';
import type { TracerConfig } from '../../cave/datasets/tracer-config';
import { replyTo, type Work } from '../../http/work';
import type { ToolContext } from '../declaration/declare';

/** No request for the published datastacks, one for any other. */
export function* configFor(ctx: ToolContext, name = ctx.datastack): Work<TracerConfig> {
  return (
    publishedConfig(name) ??
    configOf(name, readStackRecord(yield* replyTo(stackRecord(ctx.access, name)), name))
  );
}

/** The configuration of a tool's datastack. */

import { readStackRecord, stackRecord } from '../../cave/client/info';
import { configOf, publishedConfig } from '../../cave/datasets/config';
import type { TracerConfig } from '../../cave/datasets/tracer-config';
import { replyTo, type Work } from '../../http/work';
import type { ToolContext } from '../declaration/declare';

/** Makes no request for a published datastack, one for any other. */
export function* configFor(ctx: ToolContext, name = ctx.datastack): Work<TracerConfig> {
  return (
    publishedConfig(name) ??
    configOf(name, readStackRecord(yield* replyTo(stackRecord(ctx.access, name)), name))
  );
}

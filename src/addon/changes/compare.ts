/**
 * Links that compare an edit's segments: the one before in red, the one after in cyan. All links of a datastack use one
 * template.
 */
import { asTtError } from '../../core/errors';
import { toId } from '../../core/ids';
import type { Work } from '../../http/work';
import { sceneState } from '../../neuroglancer/scene';
import type { ToolContext } from '../../tools/declaration/declare';
import { coloredSegments, NEW_CYAN, OLD_RED } from '../../tools/views/colored-segments';
import { linkTo, sceneOf, viewOf } from '../../tools/views/datastack-view';
import { userContext } from '../access/context';
import type { Host } from '../interfaces/host';
import { runWork } from '../run-work';

/** Placeholders for the ids; no segment has them. */
const [BEFORE, AFTER] = [toId('100000000000000001'), toId('100000000000000002')];

/**
 * Sends no request for the published datastacks, one for any other. Throws NONE for a datastack without a segmentation.
 */
export function* compareTemplate(ctx: ToolContext): Work<string> {
  const view = yield* viewOf(ctx);
  const colors = [
    [AFTER, NEW_CYAN],
    [BEFORE, OLD_RED],
  ] as const;
  const scene = coloredSegments(sceneOf(view), colors, [], `${BEFORE} before, ${AFTER} after`);
  return yield* linkTo(ctx, view, sceneState(scene), 'long');
}

/** '' for a row whose segment did not become another one: *Resolve* shows the pieces of an unclear split. */
export const compareLink = (template: string, from: string, to: string): string =>
  from === '' || to === '' || from === to ? '' : template.split(BEFORE).join(from).split(AFTER).join(to);

/** '' for a datastack without a segmentation, or if the request fails. */
export function templateOrNone(host: Host, datastack: string): string {
  try {
    return runWork(compareTemplate(userContext(host, datastack)), host, 'lookup');
  } catch (error) {
    asTtError(error);
    return '';
  }
}

/** Links to what an edit changed: the segment before in red, the one after in cyan. A datastack's links differ in their ids alone. */
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

/** Stand for the ids; no segment has them. */
const [BEFORE, AFTER] = [toId('100000000000000001'), toId('100000000000000002')];

export interface CompareLinks {
  both: string;
  before: string;
  after: string;
}

/** No request for the published datastacks, one for any other. Throws NONE for a datastack without a segmentation. */
export function* compareLinks(ctx: ToolContext): Work<CompareLinks> {
  const view = yield* viewOf(ctx);
  const scene = sceneOf(view);
  const link = (colors: Parameters<typeof coloredSegments>[1], title: string) =>
    linkTo(ctx, view, sceneState(coloredSegments(scene, colors, [], title)), 'long');
  const [red, cyan] = [[BEFORE, OLD_RED] as const, [AFTER, NEW_CYAN] as const];
  return {
    both: yield* link([cyan, red], `${BEFORE} before, ${AFTER} after`),
    before: yield* link([red], `${BEFORE} before`),
    after: yield* link([cyan], AFTER),
  };
}

/** What the link shows. */
export const compareLabel = (from: string, to: string): string =>
  to === '' ? 'before, in red' : from === '' || from === to ? 'now, in cyan' : 'before red, after cyan';

/** '' where there is no id to show. */
export function compareLink({ both, before, after }: CompareLinks, from: string, to: string): string {
  if (from === '' && to === '') return '';
  const template = to === '' ? before : from === '' || from === to ? after : both;
  return template.split(BEFORE).join(from).split(AFTER).join(to);
}

/** A datastack without a segmentation to show, or that cannot be asked, has none. */
export function linksOrNone(host: Host, datastack: string): CompareLinks | null {
  try {
    return runWork(compareLinks(userContext(host, datastack)), host, 'lookup');
  } catch (error) {
    asTtError(error);
    return null;
  }
}

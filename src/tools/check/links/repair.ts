/** Replaces a broken view by a working one. */
import { TtError } from '../../../core/errors';
import type { Work } from '../../../http/work';
import { copyDocument, type Fields } from '../../../neuroglancer/document';
import { replaceIds, replaceSource } from '../../../neuroglancer/edit';
import { modernize } from '../../../neuroglancer/modernize';
import { forLegacyViewer, forModernViewer, sameSource } from '../../../neuroglancer/source';
import { type Dialect, dialectOf, layersOf } from '../../../neuroglancer/state';
import { SPELUNKER, viewerDialect } from '../../../neuroglancer/viewers';
import type { ToolContext } from '../../declaration/declare';
import { linkTo, type ViewDestination } from '../../views/datastack-view';
import type { AddressChecks } from './addresses';
import type { Dataset } from './dataset';
import type { Judgement } from './judge';
import type { Case } from './verdict';

export interface Repair {
  state: Fields;
  destination: ViewDestination;
}

/** The repaired state and its viewer, or a sentence if it cannot be repaired. */
export function repairLink(
  found: Case,
  judgement: Judgement,
  dataset: Dataset | null,
  ids: ReadonlyMap<string, string>,
  places: AddressChecks,
): Repair | string {
  let state = copyDocument(found.state);
  const viewer = viewerFor(found, judgement, dataset, dialectOf(state), places);
  const dialect = viewerDialect(viewer);
  const broken = mendSources(state, judgement, dataset, dialect, places);
  if (broken !== '') return broken;
  replaceIds(state, ids);
  try {
    if (dialect === 'modern') state = modernize(state);
  } catch (error) {
    if (error instanceof TtError) return repairFailure(error);
    throw error;
  }
  const config = dataset?.config ?? { shortlink_server_url: null };
  return { state, destination: { config, viewer, dialect } };
}

export const linkOf = (ctx: ToolContext, { state, destination }: Repair): Work<string> =>
  linkTo(ctx, destination, state);

/** The same viewer if it works; else the dataset's own, if it reads this dialect; else Spelunker, which reads both. */
function viewerFor(
  { link }: Case,
  judgement: Judgement,
  dataset: Dataset | null,
  dialect: Dialect,
  places: AddressChecks,
): string {
  if (link.viewer !== '' && !judgement.viewerDead) return link.viewer;
  const own = dataset?.config.viewer_site_url ?? '';
  const fits = own !== '' && viewerDialect(own) === dialect && places.viewer(own).state !== 'dead';
  return fits ? own : SPELUNKER;
}

function mendSources(
  state: Fields,
  judgement: Judgement,
  dataset: Dataset | null,
  dialect: Dialect,
  places: AddressChecks,
): string {
  const spell = dialect === 'modern' ? forModernViewer : forLegacyViewer;
  const layers = layersOf(state);
  const swap = (goneImages: Judgement['goneImages'], by: string | null | undefined, what: string): string => {
    if (goneImages.length === 0) return '';
    if (!dataset) return `the dataset cannot be told from the view, so there is no ${what} to put in`;
    if (!by || goneImages.some(({ source }) => sameSource(source, by)))
      return `${dataset.name} has no other ${what}`;
    const place = places.source(by);
    if (place.state !== 'answers') return `the present ${what} of ${dataset.name} could not be checked`;
    for (const { layer, source } of goneImages) {
      const copy = layers.find((one) => one.name === layer.name && one.sources[0] === source);
      if (!copy) continue;
      replaceSource(copy, source, spell(by));
      if (what === 'segmentation' && by.startsWith('graphene://') && dialect === 'legacy') {
        copy.fields.set('type', 'segmentation_with_graph');
      }
    }
    return '';
  };
  return (
    swap(judgement.goneImages, dataset?.config.em_source_url, 'image') ||
    swap(judgement.goneSegmentations, dataset?.config.seg_source_url, 'segmentation')
  );
}

/** The sentence for a repair that could not be posted; the verdict stays. */
export const repairFailure = (error: unknown): string =>
  error instanceof TtError ? `no link could be made: ${error.message}` : 'no link could be made';

/** A datastack's view before anything is added, and the conversion of a finished view to a link. */

import type { TracerConfig } from '../../cave/datasets/tracer-config';
import { PUBLIC_SERVER, postState, readStateNumber, type StateRoute, stateAddress } from '../../cave/state';
import { asTtError, TtError } from '../../core/errors';
import { allSettled, replyTo, type Work } from '../../http/work';
import { type Fields, writeDocument } from '../../neuroglancer/document';
import { longLink, type Scene, SEGMENTATION_LAYER, shortLink } from '../../neuroglancer/scene';
import type { Dialect } from '../../neuroglancer/state';
import { FLYWIRE_VIEWER, SPELUNKER, viewerDialect } from '../../neuroglancer/viewers';
import type { ToolContext } from '../declaration/declare';
import { textKey } from '../declaration/text-key';
import { configFor } from './config-for';

/**
 * The longest link that contains its state. Viewers accept far longer ones (a published Spelunker link has 1.3 million
 * characters), but a cell holds 50,000 characters.
 */
export const LONGEST_LINK = 50_000;

/** The longest lifetime of an entry in the add-on's cache. */
const POSTED_SECONDS = 21_600;

export type LinkLength = 'auto' | 'long' | 'short';

/** The viewer of a state, and the server to which the state may be posted. */
export interface ViewDestination {
  config: Pick<TracerConfig, 'shortlink_server_url'>;
  viewer: string;
  dialect: Dialect;
}

export interface DatastackView extends ViewDestination {
  config: TracerConfig;
}

/** Makes no request for a published datastack, one for any other. */
export function* viewOf(ctx: ToolContext, viewer = ''): Work<DatastackView> {
  const config = yield* configFor(ctx);
  const site = viewerAddress(viewer, config);
  return { config, viewer: site, dialect: viewerDialect(site) };
}

/** spelunker, flywire, an address, or '' for the datastack's own viewer. */
function viewerAddress(viewer: string, config: TracerConfig): string {
  const word = viewer.trim().toLowerCase();
  if (word === '') return config.viewer_site_url ?? SPELUNKER;
  if (word === 'spelunker') return SPELUNKER;
  if (word === 'flywire') return FLYWIRE_VIEWER;
  if (/^https?:\/\/[^\s/]+/.test(viewer.trim())) return viewer.trim();
  throw new TtError('INPUT', `viewer: spelunker, flywire or an address, not "${viewer.slice(0, 60)}"`);
}

/** The image, an empty segmentation, and the datastack's default position. */
export function sceneOf({ config, dialect }: DatastackView): Scene {
  const { resolution, em_source_url: image, seg_source_url: segmentation } = config;
  if (!resolution) {
    throw new TtError(
      'NONE',
      `the configuration of ${config.dataset_name ?? 'this datastack'} has no resolution`,
    );
  }
  // The configured zoom is that of the datastack's own viewer: old viewers use nm, new ones voxels.
  const ownDialect = viewerDialect(config.viewer_site_url ?? '');
  const voxel = Math.min(...resolution);
  const factor = ownDialect === dialect ? 1 : dialect === 'modern' ? 1 / voxel : voxel;
  const scaleZoom = (zoom: number | null) => (zoom === null ? null : zoom * factor);
  return {
    dialect,
    resolution,
    image: image ? { name: 'EM', source: image } : null,
    segmentation: segmentation
      ? { name: SEGMENTATION_LAYER, source: segmentation, ids: [], colors: new Map() }
      : null,
    meshes: [],
    annotations: [],
    position: config.default_view_point ?? config.center_coord,
    zoom2d: scaleZoom(config.default_zoom_2d),
    zoom3d: scaleZoom(config.default_zoom_3d),
    angle3d: config.default_angle_3d,
    layout: 'xy-3d',
    ...(config.shortlink_server_url ? { stateServer: config.shortlink_server_url } : {}),
  };
}

/** The server for states of a dialect: the datastack's own on public CAVE, else the one in Settings. */
function postingPlace(ctx: ToolContext, view: ViewDestination): { server: string; route: StateRoute } {
  const route = view.dialect === 'modern' ? 'v1' : 'legacy';
  const own = /^(https:\/\/[^/]+)\/nglstate\/post$/.exec(view.config.shortlink_server_url ?? '')?.[1];
  const server = route === 'legacy' && own && ctx.access.server === PUBLIC_SERVER ? own : ctx.access.server;
  return { server, route };
}

/**
 * A link for each state: the long form if it fits (no request), else the state is posted and the link is short. All
 * posts go in one batch; a failed post fails only its own link.
 */
export function* linksTo(
  ctx: ToolContext,
  view: ViewDestination,
  states: readonly Fields[],
  length: LinkLength = 'auto',
): Work<(string | TtError)[]> {
  const works = states.map((state) => linkTo(ctx, view, state, length));
  return (yield* allSettled(works)).map((outcome) => (outcome.ok ? outcome.value : asTtError(outcome.error)));
}

export function* linkTo(
  ctx: ToolContext,
  view: ViewDestination,
  state: Fields,
  length: LinkLength = 'auto',
): Work<string> {
  const text = writeDocument(state);
  if (length !== 'short') {
    const link = longLink(view.viewer, text);
    if (link.length <= LONGEST_LINK) return link;
    if (length === 'long') {
      const count = link.length.toLocaleString('en-US');
      throw new TtError(
        'BIG',
        `the long link has ${count} characters; a cell holds 50,000. Ask for link=short`,
      );
    }
  }
  const { server, route } = postingPlace(ctx, view);
  // Posted states stay for ever, so a recalculated formula reuses its number.
  const key = `posted:${server}:${textKey(text)}`;
  const id =
    ctx.cache.get(key) ?? readStateNumber(yield* replyTo(postState(ctx.access, server, route, text)));
  ctx.cache.put(key, id, POSTED_SECONDS);
  return shortLink(view.viewer, view.dialect, stateAddress(server, route, id));
}

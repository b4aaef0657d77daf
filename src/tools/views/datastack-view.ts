/** A datastack's view before anything is put into it, and how a finished view becomes a link. */

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
 * The longest link that is written out. Viewers take far more (a published Spelunker link has 1.3 million characters),
 * but a cell holds 50,000.
 */
export const LONGEST_LINK = 50_000;

/** The longest that the add-on's cache remembers. */
const POSTED_SECONDS = 21_600;

export type LinkLength = 'auto' | 'long' | 'short';

/** Where a state is shown, and where it may be posted. */
export interface ViewDestination {
  config: Pick<TracerConfig, 'shortlink_server_url'>;
  viewer: string;
  dialect: Dialect;
}

export interface DatastackView extends ViewDestination {
  config: TracerConfig;
}

/** No request for the published datastacks, one for any other. */
export function* viewOf(ctx: ToolContext, viewer = ''): Work<DatastackView> {
  const config = yield* configFor(ctx);
  const site = viewerAddress(viewer, config);
  return { config, viewer: site, dialect: viewerDialect(site) };
}

/** spelunker, flywire, an address, or the datastack's own viewer. */
function viewerAddress(wanted: string, config: TracerConfig): string {
  const word = wanted.trim().toLowerCase();
  if (word === '') return config.viewer_site_url ?? SPELUNKER;
  if (word === 'spelunker') return SPELUNKER;
  if (word === 'flywire') return FLYWIRE_VIEWER;
  if (/^https?:\/\/[^\s/]+/.test(wanted.trim())) return wanted.trim();
  throw new TtError('INPUT', `viewer: spelunker, flywire or an address, not "${wanted.slice(0, 60)}"`);
}

/** Image, empty segmentation and the datastack's own point of view. */
export function sceneOf({ config, dialect }: DatastackView): Scene {
  const { resolution, em_source_url: image, seg_source_url: segmentation } = config;
  if (!resolution) {
    throw new TtError(
      'NONE',
      `the configuration of ${config.dataset_name ?? 'this datastack'} has no resolution`,
    );
  }
  // Zooms are configured for the datastack's own viewer: the old ones count in nm, the new ones in voxels.
  const configured = viewerDialect(config.viewer_site_url ?? '');
  const voxel = Math.min(...resolution);
  const factor = configured === dialect ? 1 : dialect === 'modern' ? 1 / voxel : voxel;
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

/** Where a dialect's states are posted: the datastack's own server on public CAVE, otherwise the one in Settings. */
function postingPlace(ctx: ToolContext, view: ViewDestination): { server: string; route: StateRoute } {
  const route = view.dialect === 'modern' ? 'v1' : 'legacy';
  const own = /^(https:\/\/[^/]+)\/nglstate\/post$/.exec(view.config.shortlink_server_url ?? '')?.[1];
  const server = route === 'legacy' && own && ctx.access.server === PUBLIC_SERVER ? own : ctx.access.server;
  return { server, route };
}

/**
 * A link for each state: the long form while it fits (no request), otherwise the state is posted and the link is
 * short. All posts go in one batch, and one that fails fails alone.
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
  // Posted states stay for good: a formula that is worked out again is given the number it had.
  const key = `posted:${server}:${textKey(text)}`;
  const id =
    ctx.cache.get(key) ?? readStateNumber(yield* replyTo(postState(ctx.access, server, route, text)));
  ctx.cache.put(key, id, POSTED_SECONDS);
  return shortLink(view.viewer, view.dialect, stateAddress(server, route, id));
}

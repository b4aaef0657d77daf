/** A CAVE deployment in memory: one synchronous handler for all services. The same seed gives the same answers. */

import type { WireHandler, WireReply, WireRequest } from '@tracer-tools/apps-script/wire';
import { type EditRequest, type EditResult, makeEdit } from './edit';
import { type FaultOptions, Faults } from './faults';
import type { GridPoint } from './graph/grid';
import { Truth } from './ground-truth';
import { copyAccounts } from './http/access';
import { forAnyOrigin, ingress } from './http/ingress';
import { htmlReply } from './http/reply';
import { Router } from './http/routes';
import { CERTS, Identity } from './identity';
import { type Tables, tablesOf } from './materialize/catalogue';
import { changeRows, type RowChange, type RowChangeResult } from './materialize/change';
import { MeshStore } from './meshes/store';
import { fillStores } from './seeds/initial-objects';
import { annotationRoutes } from './services/annotation';
import { authRoutes } from './services/auth';
import { historyRoutes } from './services/history';
import { infoRoutes } from './services/info';
import { l2cacheRoutes } from './services/l2cache';
import { ViewStateStore } from './services/link-store';
import { materializeRoutes } from './services/materialize';
import { meshingRoutes } from './services/meshing';
import { stateRoutes } from './services/nglstate';
import { schemaRoutes } from './services/schema';
import { segmentationRoutes } from './services/segmentation';
import { signInRoutes } from './services/sign-in';
import { skeletonRoutes } from './services/skeleton';
import { SKELETON_BUCKET } from './skeletons/bucket';
import { SkeletonStore } from './skeletons/store';
import type { SandboxStack } from './stack';
import type { State } from './state';
import { GOOGLE, MOUNT, Stores, storeTarget } from './stores';
import { storeFault } from './stores/faults';
import type { S3Keys } from './stores/s3/signature';
import { buildStack } from './world/build';
import { givenLineages } from './world/given-lineages';
import { homeOf } from './world/home';
import { type IdRow, type ParsedIds, parseIds } from './world/named';
import { STACKS, type StackFacts } from './world/stacks';
import { timelineUpTo } from './world/timeline';
import { type Account, INVALID_TOKEN } from './world/users';

const STORAGE_TOKEN = 'ya29.sandbox-storage-token';
const S3_KEYS: S3Keys = { accessKey: 'SANDBOXACCESSKEY', secret: 'sandbox+secret/key' };

export interface CaveOptions {
  /** Scheme, host and port of all services. */
  origin: string;
  seed?: number;
  /** Added to the time of every reply, in ms. */
  latencyMs?: number;
  /** Tables of ids for which the world contains neurons. */
  ids?: { name: string; tsv: string }[];
  /** Tables of edits (before → after) that the world's history contains. */
  history?: { name: string; tsv: string }[];
  now?: () => number;
  /**
   * The address of the watershed volume and the meshes in the graph's info. `bucket` (as in the real service): a gs://
   * path, which `stores` serves. `here`: the same bucket on this origin, for clients that cannot reach another.
   */
  watershed?: 'bucket' | 'here';
}

export interface CaveSandbox {
  handle: WireHandler;
  /** The token of the default user, Ada Lovelace. */
  token: string;
  invalidToken: string;
  datastacks: string[];
  users: Account[];
  setFaults(options: FaultOptions): void;
  edit(request: EditRequest): EditResult;
  /** Changes rows of an annotation table, as of now. */
  changeRows(request: RowChange): RowChangeResult;
  /** Makes a materialized version expire, or changes it between merged and unmerged. */
  changeVersion(version: number, change: { valid?: boolean; merged?: boolean }): void;
  /** Advances the sandbox's clock. */
  advance(ms: number): void;
  now(): number;
  /** Number of requests by route pattern, such as `POST /segmentation/api/v1/table/{table}/is_latest_roots`. */
  counters: Map<string, number>;
  resetCounters(): void;
  truth: Truth;
  /** The buckets that configurations and graph infos name; over HTTP under /stores/<host>/ of this origin. */
  stores: Stores;
  /** The bearer token with the right to list and write in the buckets. */
  storageToken: string;
  /** The keys with the right to list and write on S3-compatible hosts. */
  s3Keys: S3Keys;
  identity: Identity;
  /** The handler for an address: this origin, the hosts of the buckets, Google's keys; null for any other address. */
  network(url: string): WireHandler | null;
}

function rowsFor(facts: StackFacts, tables: { parsed: ParsedIds; home: StackFacts }[]): IdRow[] {
  return tables
    .filter(({ home }) => home === facts)
    .flatMap(({ parsed }) => parsed.rows)
    .map(({ root, supervoxel, position, columns }) => ({
      root,
      supervoxel,
      at:
        position === null
          ? null
          : (position.map((v, k) => v * facts.viewerResolution[k]!) as unknown as GridPoint),
      columns,
    }));
}

export function createCaveSandbox(options: CaveOptions): CaveSandbox {
  const clock = options.now ?? Date.now;
  let advanceMs = 0;
  const now = (): number => Math.floor(clock() + advanceMs);
  const seed = options.seed ?? 1;
  const timeline = timelineUpTo(now());
  const tables = (options.ids ?? []).map(({ name, tsv }) => {
    const parsedIds = parseIds(name, tsv);
    return { parsed: parsedIds, home: homeOf(name, parsedIds) };
  });
  const homes = new Map(
    tables.flatMap(({ parsed, home }) => parsed.rows.map(({ root }) => [root, home] as const)),
  );
  const histories = givenLineages(options.history ?? [], timeline, now(), homes);
  const stacks = STACKS.map((facts): SandboxStack => {
    const lineages = histories.filter(({ home }) => home === facts).flatMap((each) => each.lineages);
    const built = buildStack(facts, seed, timeline, rowsFor(facts, tables), lineages);
    const bare = { facts, built, graph: built.graph };
    const meshes = new MeshStore(built.graph, timeline, now);
    // Many a sandbox is never asked about its tables.
    let known: Tables | null = null;
    const own = (): Tables => {
      known ??= tablesOf(bare, seed, timeline);
      return known;
    };
    return {
      ...bare,
      meshes,
      get tables() {
        return own().tables;
      },
      get views() {
        return own().views;
      },
    };
  });
  const faults = new Faults(seed);
  const state: State = {
    origin: options.origin,
    accounts: copyAccounts(),
    authCaches: new Map(),
    seed,
    watershed: options.watershed ?? 'bucket',
    stacks,
    timeline,
    faults,
    skeletons: new SkeletonStore(now, timeline.end, () => faults.options.loseSkeletons === true),
    links: new ViewStateStore(),
    now,
  };
  const router = new Router<State>([
    ...infoRoutes,
    ...authRoutes,
    ...signInRoutes,
    ...segmentationRoutes,
    ...historyRoutes,
    ...l2cacheRoutes,
    ...skeletonRoutes,
    ...materializeRoutes,
    ...annotationRoutes,
    ...schemaRoutes,
    ...stateRoutes,
    ...meshingRoutes,
  ]);
  const counters = new Map<string, number>();

  const serve = ingress(router, state, counters);

  const identity = new Identity();
  const stores = new Stores({ now, clock, token: STORAGE_TOKEN, keys: S3_KEYS });
  fillStores(stores, state);
  const google: WireHandler = (request) => {
    const path = request.path.split('?')[0]!;
    return path === CERTS ? identity.certs() : stores.handlerOf('www.googleapis.com')!(request);
  };

  /** Buckets and keys belong to Google and others, so faults of CAVE do not affect them unless a route is named. */
  const beside = (request: WireRequest): WireReply | null => {
    if (request.path === CERTS) return identity.certs();
    const found = storeTarget(request.path, options.origin);
    if (found === null) return null;
    const { host, endpoint, path } = found;
    const store = stores.handlerOf(host, endpoint);
    if (store === null) return htmlReply(404, '404 Not Found');
    const kind = state.faults.options.routes === undefined ? null : state.faults.choose(request);
    const google = host === GOOGLE;
    const early =
      kind === null
        ? null
        : (storeFault(kind, request, google, state.faults.wait) ?? state.faults.replyFor(kind, request));
    if (early !== null) return early;
    const answer = store({ ...request, path });
    const { skeletonFileMs = 0 } = state.faults.options;
    const slow = request.path.includes(`/b/${SKELETON_BUCKET}/`) ? skeletonFileMs : 0;
    return state.faults.afterwards(kind, answer, slow);
  };

  const handle: WireHandler = (request) => {
    const other = beside(request);
    if (other !== null) return other;
    const kind = state.faults.choose(request);
    const base = (options.latencyMs ?? 0) + (state.faults.options.latencyMs ?? 0);
    const early = kind === null ? null : state.faults.replyFor(kind, request);
    const answer = early ?? serve(request);
    return state.faults.afterwards(kind, forAnyOrigin(answer), base);
  };

  return {
    handle,
    token: state.accounts[0]!.token,
    invalidToken: INVALID_TOKEN,
    datastacks: stacks.map((stack) => stack.facts.name),
    users: state.accounts,
    setFaults: (faults) => state.faults.set(faults),
    edit: (request) => makeEdit(state, request),
    changeRows: (request) => changeRows(state, request),
    changeVersion: (number, change) => {
      const found = timeline.versions.find(({ version }) => version === number);
      if (found === undefined) throw new Error(`no version ${number}`);
      Object.assign(found, change);
    },
    advance: (ms) => {
      advanceMs += ms;
    },
    now,
    counters,
    resetCounters: () => counters.clear(),
    truth: new Truth(state),
    stores,
    storageToken: STORAGE_TOKEN,
    s3Keys: S3_KEYS,
    identity,
    network: (url) => {
      const { host } = new URL(url);
      // The proxy that terminates https serves the same host.
      if (host === new URL(options.origin).host) return handle;
      if (host === 'www.googleapis.com') return google;
      // The same path as over HTTP, so that a fault on a store's route affects both.
      return (
        stores.handlerOf(host) &&
        ((request) => handle({ ...request, path: `${MOUNT}${host}${request.path}` }))
      );
    },
  };
}

export type { EditRequest, EditResult, FaultOptions, RowChange, RowChangeResult };

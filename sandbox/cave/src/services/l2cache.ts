/** The L2 cache: size, position and shape of level-2 nodes. */
import { asObject } from '../../../../src/core/json';
import type { ChunkGrid } from '../graph/grid';
import { Fragment } from '../graph/nodes';
import { type Call, idOf, ServiceError } from '../http/call';
import { float, id, Raw, type ReplyValue, reply, sortedReply } from '../http/reply';
import type { Route } from '../http/routes';
import { hash } from '../rng';
import { type State, stackByTable } from '../state';
import { graphError } from './errors';

const ATTRIBUTES: Record<string, string> = {
  area_nm2: 'uint32',
  chunk_intersect_count: 'uint16',
  max_dt_nm: 'uint16',
  mean_dt_nm: 'float16',
  pca: 'float16',
  pca_val: 'float32',
  rep_coord_nm: 'uint16',
  size_nm3: 'uint32',
};

/** The error page of the service's web framework: on Python 3.10 and later, the service's own error handler fails. */
const FAILED_PAGE = `<!doctype html>
<html lang=en>
<title>500 Internal Server Error</title>
<h1>Internal Server Error</h1>
<p>The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.</p>
`;

function l2Error(error: unknown, state: State) {
  const isKnown = error instanceof ServiceError && error.status !== 500;
  if (isKnown || state.faults.options.l2OldPython) return graphError(error);
  return reply(500, FAILED_PAGE, [['Content-Type', 'text/html; charset=utf-8']]);
}

/** The attributes of a node. Its shape is computed from its size, so it is always the same. */
export function attributesOf(fragment: Fragment, voxelVolume: number): Record<string, number> {
  const size = fragment.voxels * voxelVolume;
  const radius = Math.cbrt(size) / 4;
  return {
    area_nm2: Math.round(6 * size ** (2 / 3)),
    max_dt_nm: Math.min(65535, Math.round(radius * (1 + (hash(fragment.seg) % 100) / 400))),
    mean_dt_nm: Math.round(radius * 4) / 8,
    size_nm3: size,
  };
}

function entry(fragment: Fragment, names: string[], grid: ChunkGrid, asText: boolean): ReplyValue {
  const values = attributesOf(fragment, grid.voxelVolume);
  return Object.fromEntries(names.map((name) => [name, attribute(name, fragment, values, grid, asText)]));
}

function attribute(
  name: string,
  { seg, voxels, rep }: Fragment,
  values: Record<string, number>,
  grid: ChunkGrid,
  asText: boolean,
): ReplyValue | undefined {
  const thousandth = (salt: number): number => (hash(seg, salt) % 1000) / 1000;
  switch (name) {
    case 'chunk_intersect_count':
      return [
        [0, hash(seg, 3) % 400, 0],
        [hash(seg, 4) % 400, 0, 0],
      ];
    case 'mean_dt_nm':
      return float(values.mean_dt_nm!);
    // Very small pieces have no axes.
    case 'pca':
      return voxels < 900 ? undefined : axes(thousandth(1), thousandth(2));
    case 'pca_val':
      return voxels < 900
        ? undefined
        : [4123.5 * (1 + thousandth(1)), 1200.25 * (1 + thousandth(2)), 310.875];
    // Rounded to voxels of the graph.
    case 'rep_coord_nm': {
      const { resolution } = grid.facts;
      return rep.map((nm, k) => float(Math.floor(nm / resolution[k]!) * resolution[k]!));
    }
    case 'size_nm3':
      return id(String(values.size_nm3), asText);
    default:
      return values[name]!;
  }
}

function axes(a: number, b: number): ReplyValue {
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  const rows = [
    [ca * cb, sa * cb, sb],
    [-sa, ca, 0],
    [-ca * sb, -sa * sb, cb],
  ];
  return rows.map((row) => row.map((n) => float(Math.round(n * 2048) / 2048)));
}

const possibleLayer = (id: bigint, layers: number): boolean => id >> 56n >= 1n && id >> 56n <= BigInt(layers);

function attributes(call: Call, table: string, state: State) {
  const stack = stackByTable(state, table)!;
  if (!stack.facts.skeletons) throw new ServiceError(500, `Dataset ${table} does not have an L2 Cache.`);
  const namesText = call.query.get('attribute_names');
  const names =
    namesText === null ? Object.keys(ATTRIBUTES) : namesText.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(name in ATTRIBUTES));
  if (unknown !== undefined) throw new ServiceError(500, `'${unknown}'`);
  const list = asObject(call.json())?.l2_ids;
  if (!Array.isArray(list)) throw new ServiceError(500, "'l2_ids'");
  const { graph } = stack;
  const missing = state.faults.options.missingL2 ?? 0;
  const nodeList = [...new Set(list.map(idOf))].sort(
    (x, y) => x.length - y.length || (x < y ? -1 : x > y ? 1 : 0),
  );
  // The service computes an id's chunk from its layer before it looks anything up.
  const impossible = nodeList.find((node) => !possibleLayer(BigInt(node), graph.grid.facts.layers));
  if (impossible !== undefined) throw new ServiceError(500, String(BigInt(impossible) >> 56n));
  const entries = nodeList.map((node): [string, ReplyValue] => {
    const found = graph.node(node);
    const isLost = found instanceof Fragment && missing > 0 && (hash(found.seg, 9) % 1000) / 1000 < missing;
    if (!(found instanceof Fragment) || isLost) return [node, new Raw('{}')];
    return [node, entry(found, names, graph.grid, call.flag('int64_as_str'))];
  });
  return sortedReply(Object.fromEntries(entries));
}

export const l2cacheRoutes: Route<State>[] = [
  {
    method: 'POST',
    pattern: '/l2cache/api/v1/table/{table}/attributes',
    access: { stack: 'table' },
    gzip: true,
    onError: l2Error,
    handle: (call, { table }, state) => attributes(call, table!, state),
  },
  {
    method: 'GET',
    pattern: '/l2cache/api/v1/attribute_metadata',
    access: 'open',
    gzip: true,
    onError: graphError,
    handle: () =>
      sortedReply(
        Object.fromEntries(Object.entries(ATTRIBUTES).map(([k, t]) => [k, `<class 'numpy.${t}'>`])),
      ),
  },
  {
    method: 'GET',
    pattern: '/l2cache/api/v1/table_mapping',
    access: 'open',
    gzip: true,
    onError: graphError,
    handle: (_, __, state) =>
      sortedReply(
        Object.fromEntries(
          state.stacks
            .filter(({ facts }) => facts.skeletons)
            .map(({ facts }) => [
              facts.table,
              {
                cv_path: `graphene://${state.origin}/${facts.sourcePath}`,
                l2cache_id: `l2cache_${facts.table}_v4`,
              },
            ]),
        ),
      ),
  },
];

/** A skeleton in the formats that the service returns. */
import { gzipSync } from 'node:zlib';
import { float, id, jsonText, type Raw, type ReplyValue, rawIdList } from '../http/reply';
import type { Labels } from './labels';
import type { SkeletonTree } from './skeleton';

export interface FormatOptions {
  datastack: string;
  version: number;
  labels: Labels;
  /** Puts a NaN among the radii, as in damaged files. */
  nan: boolean;
}

const triple = (v: readonly number[]): ReplyValue => v.map(float);

function radii(skeleton: SkeletonTree, options: FormatOptions): Raw[] {
  return skeleton.radius.map((r, i) => float(options.nan && i === 0 ? Number.NaN : r));
}

function compartments({ version, labels }: FormatOptions): ReplyValue | undefined {
  if (version === 1 || labels.compartment === null) return undefined;
  return version === 2 ? labels.compartment.map(float) : labels.compartment;
}

export function meta(skeleton: SkeletonTree, options: FormatOptions): ReplyValue {
  const [x, y, z] = options.labels.soma?.map(float) ?? [null, null, null];
  return {
    root_id: id(skeleton.root.id, false),
    soma_pt_x: x,
    soma_pt_y: y,
    soma_pt_z: z,
    soma_radius: 7500,
    collapse_soma: true,
    collapse_function: 'sphere',
    invalidation_d: 10000,
    smooth_vertices: false,
    compute_radius: false,
    shape_function: 'single',
    smooth_iterations: null,
    smooth_neighborhood: null,
    smooth_r: null,
    cc_vertex_thresh: 0,
    remove_zero_length_edges: true,
    collapse_params: {},
    timestamp: float(skeleton.root.created / 1000),
    skeleton_type: 'pcg_skel',
    meta: { datastack: options.datastack, space: 'l2cache' },
    skeleton_version: options.version,
  };
}

const tree = (skeleton: SkeletonTree, options: FormatOptions) => ({
  meta: meta(skeleton, options),
  edges: skeleton.edges,
  mesh_to_skel_map: skeleton.vertexOf,
  root: options.labels.root,
  vertices: skeleton.vertices.map(triple),
});

export function flatdict(skeleton: SkeletonTree, options: FormatOptions): string {
  const { version } = options;
  // The service removes all spaces from its JSON.
  return jsonText({
    ...tree(skeleton, options),
    radius: radii(skeleton, options),
    compartment: compartments(options),
    lvl2_ids: version === 4 ? rawIdList(skeleton.level2) : undefined,
  }).replaceAll(' ', '');
}

function nestedText(skeleton: SkeletonTree, options: FormatOptions): string {
  return jsonText({
    ...tree(skeleton, options),
    vertex_properties: { radius: radii(skeleton, options), compartment: compartments(options) },
    lvl2_ids: options.version === 4 ? rawIdList(skeleton.level2) : undefined,
  }).replaceAll(' ', '');
}

function arrays(skeleton: SkeletonTree, options: FormatOptions): string {
  return jsonText({
    vertices: skeleton.vertices.map(triple),
    edges: skeleton.edges,
    radius: radii(skeleton, options),
    compartment: compartments(options),
  });
}

/** Vertices from the root outwards, each with the previous one; other components after that of the root. */
function fromRoot({ vertices, edges }: SkeletonTree, root: number): [vertex: number, parent: number][] {
  const beside: number[][] = vertices.map(() => []);
  for (const [a, b] of edges) {
    beside[a]!.push(b);
    beside[b]!.push(a);
  }
  const visitedVertices = new Set<number>();
  const order: [number, number][] = [];
  for (const start of [root, ...vertices.keys()]) {
    const open: [number, number][] = visitedVertices.has(start) ? [] : [[start, -1]];
    visitedVertices.add(start);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      order.push(next);
      for (const to of beside[next[0]]!) {
        if (visitedVertices.has(to)) continue;
        visitedVertices.add(to);
        open.push([to, next[0]]);
      }
    }
  }
  return order;
}

/** Rows `id type x y z radius parent`, in micrometres with three decimals, parents before children. */
export function swc(skeleton: SkeletonTree, { labels }: FormatOptions): string {
  const order = fromRoot(skeleton, labels.root);
  const number = new Map(order.map(([vertex], row) => [vertex, row]));
  const um = (nm: number): string => {
    if (Number.isNaN(nm)) return 'nan';
    return Number.isFinite(nm) ? (nm / 1000).toFixed(3) : 'inf';
  };
  return order
    .map(([vertex, parent], row) => {
      const [x, y, z] = skeleton.vertices[vertex]!.map(um);
      const kind = labels.compartment?.[vertex] ?? 0;
      const radius = um(skeleton.radius[vertex]!);
      return `${row} ${kind} ${x} ${y} ${z} ${radius} ${parent < 0 ? -1 : number.get(parent)}\n`;
    })
    .join('');
}

/** Neuroglancer's binary format, little-endian. */
export function precomputedBytes(skeleton: SkeletonTree, options: FormatOptions): Uint8Array {
  const { vertices, edges } = skeleton;
  const wide = options.version === 2;
  const codes = options.version === 1 ? null : options.labels.compartment;
  const perVertex = codes === null ? 0 : wide ? 4 : 1;
  const bytes = Buffer.alloc(8 + vertices.length * (12 + 4 + perVertex) + edges.length * 8);
  let at = bytes.writeUInt32LE(vertices.length, 0);
  at = bytes.writeUInt32LE(edges.length, at);
  for (const vertex of vertices) for (const n of vertex) at = bytes.writeFloatLE(n, at);
  for (const edge of edges) for (const n of edge) at = bytes.writeUInt32LE(n, at);
  skeleton.radius.forEach((r, i) => {
    at = bytes.writeFloatLE(options.nan && i === 0 ? Number.NaN : r, at);
  });
  for (const c of codes ?? []) at = wide ? bytes.writeFloatLE(c, at) : bytes.writeUInt8(c, at);
  return bytes;
}

export interface Rendered {
  body: Uint8Array;
  type: string;
  attachment: boolean;
}

/** The body of the single route; null for formats that fail there. */
export function render(skeleton: SkeletonTree, format: string, options: FormatOptions): Rendered | null {
  const file = (body: Uint8Array): Rendered => ({ body, type: 'application/octet-stream', attachment: true });
  const text = (body: string): Rendered => ({
    body: Buffer.from(body),
    type: 'application/json',
    attachment: false,
  });
  switch (format) {
    case 'flatdict':
      return file(gzipSync(flatdict(skeleton, options), { level: 1 }));
    case 'jsoncompressed':
      return file(gzipSync(nestedText(skeleton, options), { level: 1 }));
    case 'arrayscompressed':
      return file(gzipSync(arrays(skeleton, options), { level: 1 }));
    case 'swccompressed':
      return file(gzipSync(swc(skeleton, options), { level: 1 }));
    case 'swc':
      return file(Buffer.from(swc(skeleton, options)));
    case 'precomputed':
      return { ...file(precomputedBytes(skeleton, options)), attachment: false };
    case 'json':
      return text(nestedText(skeleton, options));
    case 'arrays':
      return text(arrays(skeleton, options));
    default:
      return null;
  }
}

const HEX: Record<string, (skeleton: SkeletonTree, options: FormatOptions) => string> = {
  flatdict,
  json: nestedText,
  jsoncompressed: nestedText,
  arrayscompressed: arrays,
};

/**
 * The hex text of the bulk routes; null for formats that fail there. All JSON formats are gzip there; SWC is plain
 * text.
 */
export function renderHex(skeleton: SkeletonTree, format: string, options: FormatOptions): string | null {
  const hex = (body: string | Uint8Array): string => Buffer.from(body).toString('hex');
  if (format === 'swccompressed') return hex(swc(skeleton, options));
  const text = HEX[format];
  return text === undefined ? null : hex(gzipSync(text(skeleton, options), { level: 1 }));
}

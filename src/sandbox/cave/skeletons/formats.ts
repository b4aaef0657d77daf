/** A skeleton in the formats that the service hands out. */
import { gzipSync } from 'node:zlib';
import { float, id, idList, json, type Raw, type Value } from '../http/reply';
import type { Skeleton } from './skeleton';

export interface FormatOptions {
  datastack: string;
  version: number;
  /** Puts a NaN among the radii, as damaged files have. */
  nan: boolean;
}

const triple = (v: readonly number[]): Value => v.map(float);

function radii(skeleton: Skeleton, options: FormatOptions): Raw[] {
  return skeleton.radius.map((r, i) => float(options.nan && i === 0 ? Number.NaN : r));
}

function compartments(skeleton: Skeleton, options: FormatOptions): Value {
  return options.version === 2 ? skeleton.compartment.map(float) : skeleton.compartment;
}

function meta(skeleton: Skeleton, options: FormatOptions): Value {
  return {
    root_id: id(skeleton.root.id, false),
    soma_pt_x: null,
    soma_pt_y: null,
    soma_pt_z: null,
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

export function flatdict(skeleton: Skeleton, options: FormatOptions): string {
  const { version } = options;
  // The service removes every space from its JSON.
  return json({
    meta: meta(skeleton, options),
    edges: skeleton.edges,
    mesh_to_skel_map: skeleton.vertexOf,
    root: 0,
    vertices: skeleton.vertices.map(triple),
    radius: radii(skeleton, options),
    compartment: version === 1 ? undefined : compartments(skeleton, options),
    lvl2_ids: version === 4 ? idList(skeleton.level2) : undefined,
  }).replaceAll(' ', '');
}

function nested(skeleton: Skeleton, options: FormatOptions): string {
  return json({
    meta: meta(skeleton, options),
    edges: skeleton.edges,
    mesh_to_skel_map: skeleton.vertexOf,
    root: 0,
    vertices: skeleton.vertices.map(triple),
    vertex_properties: { radius: radii(skeleton, options), compartment: compartments(skeleton, options) },
    lvl2_ids: options.version === 4 ? idList(skeleton.level2) : undefined,
  }).replaceAll(' ', '');
}

function arrays(skeleton: Skeleton, options: FormatOptions): string {
  return json({
    vertices: skeleton.vertices.map(triple),
    edges: skeleton.edges,
    radius: radii(skeleton, options),
    compartment: compartments(skeleton, options),
  });
}

/** Rows `id type x y z radius parent`, micrometres with three decimals, parents before children. */
export function swc(skeleton: Skeleton): string {
  const parent = new Map(skeleton.edges.map(([child, up]) => [child, up]));
  const children = new Map<number, number[]>();
  for (const [child, up] of skeleton.edges) children.set(up, [...(children.get(up) ?? []), child]);
  const order: number[] = [];
  const stack = skeleton.vertices
    .map((_, i) => i)
    .filter((i) => !parent.has(i))
    .reverse();
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    order.push(top);
    stack.push(...(children.get(top) ?? []).slice().reverse());
  }
  const number = new Map(order.map((vertex, row) => [vertex, row]));
  const um = (nm: number): string => (nm / 1000).toFixed(3);
  return order
    .map((vertex, row) => {
      const [x, y, z] = skeleton.vertices[vertex]!.map(um);
      const up = parent.get(vertex);
      const radius = um(skeleton.radius[vertex]!);
      return `${row} ${skeleton.compartment[vertex]} ${x} ${y} ${z} ${radius} ${up === undefined ? -1 : number.get(up)}\n`;
    })
    .join('');
}

/** Neuroglancer's binary form, little-endian. */
export function precomputed(skeleton: Skeleton, options: FormatOptions): Uint8Array {
  const { vertices, edges } = skeleton;
  const wide = options.version === 2;
  const perVertex = options.version === 1 ? 0 : wide ? 4 : 1;
  const bytes = Buffer.alloc(8 + vertices.length * (12 + 4 + perVertex) + edges.length * 8);
  let at = bytes.writeUInt32LE(vertices.length, 0);
  at = bytes.writeUInt32LE(edges.length, at);
  for (const vertex of vertices) for (const n of vertex) at = bytes.writeFloatLE(n, at);
  for (const edge of edges) for (const n of edge) at = bytes.writeUInt32LE(n, at);
  skeleton.radius.forEach((r, i) => {
    at = bytes.writeFloatLE(options.nan && i === 0 ? Number.NaN : r, at);
  });
  if (perVertex > 0) {
    for (const c of skeleton.compartment) at = wide ? bytes.writeFloatLE(c, at) : bytes.writeUInt8(c, at);
  }
  return bytes;
}

export interface Rendered {
  body: Uint8Array;
  type: string;
  attachment: boolean;
}

/** The body of the single route; null for formats that fail there. */
export function render(skeleton: Skeleton, format: string, options: FormatOptions): Rendered | null {
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
      return file(gzipSync(nested(skeleton, options), { level: 1 }));
    case 'arrayscompressed':
      return file(gzipSync(arrays(skeleton, options), { level: 1 }));
    case 'swccompressed':
      return file(gzipSync(swc(skeleton), { level: 1 }));
    case 'swc':
      return file(Buffer.from(swc(skeleton)));
    case 'precomputed':
      return { ...file(precomputed(skeleton, options)), attachment: false };
    case 'json':
      return text(nested(skeleton, options));
    case 'arrays':
      return text(arrays(skeleton, options));
    default:
      return null;
  }
}

/** The hex text of the bulk routes. SWC is plain there, whatever its format is called. */
export function renderHex(skeleton: Skeleton, format: string, options: FormatOptions): string | null {
  if (format === 'swccompressed') return Buffer.from(swc(skeleton)).toString('hex');
  const rendered = render(skeleton, format, options);
  return rendered === null ? null : Buffer.from(rendered.body).toString('hex');
}

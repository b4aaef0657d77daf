/** Reads the meshes of a segment as a viewer does: manifest, byte ranges, Draco, borders joined. */
import draco3d from 'draco3d';
import type { CaveSandbox } from '../../src';
import { ask, field, good } from '../ask';

export const M = '/meshing/api/v1/table/wclee_fly_cns_001';
const FILES = '/stores/storage.googleapis.com/wclee-fly-cns-001-pcg/ws/graphene_meshes';

export interface Surface {
  points: number[][];
  faces: number[][];
}

type Decoder = Awaited<ReturnType<typeof draco3d.createDecoderModule>>;
let module: Promise<Decoder> | null = null;
export const decoder = (): Promise<Decoder> => {
  module ??= draco3d.createDecoderModule({});
  return module;
};

export function decode(draco: Decoder, bytes: Uint8Array): Surface {
  const instance = new draco.Decoder();
  const mesh = new draco.Mesh();
  const buffer = new draco.DecoderBuffer();
  buffer.Init(new Int8Array(bytes), bytes.length);
  const status = instance.DecodeBufferToMesh(buffer, mesh);
  if (!status.ok()) throw new Error(status.error_msg());
  const points: number[][] = [];
  const values = new draco.DracoFloat32Array();
  const attribute = instance.GetAttribute(mesh, instance.GetAttributeId(mesh, draco.POSITION));
  instance.GetAttributeFloatForAllPoints(mesh, attribute, values);
  for (let i = 0; i < mesh.num_points() * 3; i += 3) {
    points.push([values.GetValue(i), values.GetValue(i + 1), values.GetValue(i + 2)]);
  }
  const faces: number[][] = [];
  const face = new draco.DracoInt32Array();
  for (let i = 0; i < mesh.num_faces(); i++) {
    instance.GetFaceFromMesh(mesh, i, face);
    faces.push([face.GetValue(0), face.GetValue(1), face.GetValue(2)]);
  }
  for (const object of [values, face, buffer, mesh, instance]) draco.destroy(object);
  return { points, faces };
}

/** Bytes of each fragment that a manifest with `verify` names. */
export function fragmentsOf(
  sandbox: CaveSandbox,
  id: string,
  query = '',
): { name: string; bytes: Uint8Array }[] {
  const manifest = good(sandbox, `${M}/manifest/${id}:0?verify=1${query}`);
  return (field(manifest, 'fragments') as string[]).map((name) => {
    const shard = /^~(\d+)\/(.+\.shard):(\d+):(\d+)$/.exec(name);
    const [path, range] =
      shard === null
        ? [`${FILES}/dynamic/${name}`, null]
        : [`${FILES}/initial/${shard[1]}/${shard[2]}`, [Number(shard[3]), Number(shard[4])] as const];
    const headers: Record<string, string> =
      range === null ? {} : { range: `bytes=${range[0]}-${range[0] + range[1] - 1}` };
    const reply = ask(sandbox, path, { token: null, headers });
    if (reply.status !== (range === null ? 200 : 206)) throw new Error(`${reply.status} for ${path}`);
    return { name, bytes: reply.body };
  });
}

/** The whole surface; points that coincide are one, as at the borders of chunks. */
export async function surfaceOf(sandbox: CaveSandbox, id: string, query = ''): Promise<Surface> {
  const draco = await decoder();
  const parts = fragmentsOf(sandbox, id, query).map(({ bytes }) => decode(draco, bytes));
  const size = [16 * 512, 16 * 512, 45 * 256];
  const border = (p: number[]): boolean =>
    p.some((n, k) => Math.min(n % size[k]!, size[k]! - (n % size[k]!)) <= 10.5);
  const points: number[][] = [];
  const faces: number[][] = [];
  const indexByKey = new Map<string, number>();
  for (const part of parts) {
    const numbers = part.points.map((p) => {
      const key = border(p) ? p.join() : `${points.length}`;
      const at = indexByKey.get(key) ?? points.push(p) - 1;
      indexByKey.set(key, at);
      return at;
    });
    for (const face of part.faces) faces.push(face.map((i) => numbers[i]!));
  }
  return { points, faces };
}

/** Edges without a partner that runs the other way. */
export function openEdges({ faces }: Surface): number {
  const count = new Map<string, number>();
  for (const [a, b, c] of faces as [number, number, number][]) {
    for (const [p, q] of [
      [a, b],
      [b, c],
      [c, a],
    ] as const) {
      count.set(`${p} ${q}`, (count.get(`${p} ${q}`) ?? 0) + 1);
      count.set(`${q} ${p}`, (count.get(`${q} ${p}`) ?? 0) - 1);
    }
  }
  return [...count.values()].filter((n) => n > 0).length;
}

/** How often a surface winds about a point, by the solid angles of its triangles. */
export function winding({ points, faces }: Surface, at: readonly number[]): number {
  let sum = 0;
  for (const face of faces) {
    const [a, b, c] = face.map((i) => points[i]!.map((n, k) => n - at[k]!)) as [number[], number[], number[]];
    const [la, lb, lc] = [a, b, c].map((v) => Math.hypot(v[0]!, v[1]!, v[2]!)) as [number, number, number];
    const d = (u: number[], v: number[]): number => u[0]! * v[0]! + u[1]! * v[1]! + u[2]! * v[2]!;
    const volume =
      a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) +
      a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) +
      a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
    sum += 2 * Math.atan2(volume, la * lb * lc + d(a, b) * lc + d(b, c) * la + d(c, a) * lb);
  }
  return sum / (4 * Math.PI);
}

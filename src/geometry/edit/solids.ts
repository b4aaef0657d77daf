/**
 * Unions of closed meshes, with manifold-3d. It computes in double precision but takes positions in single precision.
 */
import type { Manifold, ManifoldToplevel } from 'manifold-3d/manifold.js';
import { TtError } from '../../core/errors';
import { boundsOf, checkMesh, toFloat32 } from '../mesh/bounds';
import { concatenate } from '../mesh/concatenate';
import { eachEdge } from '../mesh/edges';
import { flip } from '../mesh/flip';
import { faceCount, type Mesh } from '../mesh/mesh';
import { dropUnused, weld } from '../mesh/weld';
import { asSimpleSolid, groupsThatMayMeet } from './apart';

export interface Solids {
  /**
   * One closed surface with outward faces around the union of all volumes. Each mesh must be closed. An inside-out mesh
   * is flipped, a cavity stays a cavity, and a mesh of several overlapping pieces is united with itself. Meshes whose
   * boxes do not meet are not united: one of a single piece keeps its coordinates. Those of others are relative to the
   * centre of their group and rounded to single precision (0.002 nm at 30 µm from it); integers up to 2^24 from it stay
   * exact. Throws INPUT for an open mesh, with its position in the list.
   */
  union(meshes: readonly Mesh[]): Mesh;
  /**
   * Splits a closed mesh into pieces that do not touch. Each piece is closed and keeps its winding: a cavity winds
   * inward.
   */
  decompose(mesh: Mesh): Mesh[];
}

type Library = typeof import('manifold-3d/manifold.js');
type Place = readonly [number, number, number];
type Keep = (solid: Manifold) => Manifold;

/**
 * The library's memory never shrinks (a third of a GB after 276,000 triangles), so after this many faces a new instance
 * replaces it.
 */
const FACES_KEPT = 300_000;

const unionFault = (why: string): TtError => new TtError('FAULT', `the union went wrong: ${why}`);

/** `library` is for hosts that cannot `import()`. */
export async function loadSolids(
  wasm: Uint8Array,
  library: () => Promise<Library> = () => import('manifold-3d/manifold.js'),
): Promise<Solids> {
  const { default: start } = await library();
  let ready: ManifoldToplevel | null = await begin(start, wasm);
  let renewing = false;
  const renew = (): void => {
    if (renewing) return;
    renewing = true;
    void begin(start, wasm)
      .then((again) => {
        ready = again;
      })
      .catch(() => {}) // If this fails, the next call tries again.
      .finally(() => {
        renewing = false;
      });
  };
  const work = <T>(meshes: readonly Mesh[], act: (lib: ManifoldToplevel, keep: Keep) => T): T => {
    const faces = meshes.reduce((sum, mesh) => sum + faceCount(mesh), 0);
    const lib = ready;
    if (!lib) {
      renew();
      throw new TtError('DOWN', 'the union library starts again after a failure. Try again');
    }
    const solids = new Set<Manifold>();
    const keep: Keep = (solid) => {
      solids.add(solid);
      return solid;
    };
    const finish = (): void => {
      for (const solid of solids) solid.delete();
      if (faces > FACES_KEPT) renew();
    };
    try {
      const answer = act(lib, keep);
      finish();
      return answer;
    } catch (error) {
      if (error instanceof TtError) {
        finish();
        throw error;
      }
      // After an exception, the state of the compiled library is unknown: the instance is dropped with all its memory.
      ready = null;
      renew();
      throw new TtError('BIG', 'the meshes are too large or too tangled for one union. Simplify them first');
    }
  };
  return {
    union: (meshes) => {
      if (meshes.length === 0) throw new TtError('INPUT', 'there is no mesh to unite');
      const closedMeshes = meshes.map((mesh, i) => closeMesh(mesh, meshName(i, meshes.length)));
      const parts = groupsThatMayMeet(closedMeshes).map((group) => {
        const alone =
          meshes.length > 1 && group.length === 1 ? asSimpleSolid(closedMeshes[group[0]!]!) : null;
        if (alone) return dropUnused(alone);
        const members = group.map((i) => closedMeshes[i]!);
        const names = group.map((i) => meshName(i, meshes.length));
        return work(members, (lib, keep) => unite(lib, keep, members, names));
      });
      return concatenate(parts);
    },
    decompose: (mesh) =>
      work([mesh], (lib, keep) => {
        const whole = closeMesh(mesh, 'the mesh');
        const centre = middleOf([whole]);
        const solid = keep(solidOf(lib, whole, centre, 'the mesh'));
        return solid.decompose().map((part) => meshOf(keep(part), centre));
      }),
  };
}

function unite(lib: ManifoldToplevel, keep: Keep, meshes: readonly Mesh[], names: readonly string[]): Mesh {
  const centre = middleOf(meshes);
  const solids = meshes.map((mesh, i) => cleanSolid(lib, keep, mesh, centre, names[i]!));
  const sum = solids.length === 1 ? solids[0]! : keep(lib.Manifold.union(solids));
  checkSum(
    sum,
    solids.map((solid) => solid.volume()),
  );
  return meshOf(sum, centre);
}

const meshName = (index: number, count: number): string => (count === 1 ? 'the mesh' : `mesh ${index + 1}`);

async function begin(start: Library['default'], wasm: Uint8Array): Promise<ManifoldToplevel> {
  // On Node, the script looks for its own file, which a bundle does not contain; the bytes are already here. It checks
  // its host once, before its first wait.
  const host = (globalThis as { process?: { type?: unknown } }).process ?? {};
  const before = Object.getOwnPropertyDescriptor(host, 'type');
  Object.defineProperty(host, 'type', { value: 'renderer', configurable: true, writable: true });
  let starting: Promise<ManifoldToplevel>;
  try {
    // The type declaration lacks an option that all such scripts accept.
    const options: object = { wasmBinary: wasm, locateFile: () => 'manifold.wasm' };
    starting = start(options as Parameters<typeof start>[0]);
  } finally {
    if (before) Object.defineProperty(host, 'type', before);
    else Reflect.deleteProperty(host, 'type');
  }
  const lib = await starting;
  lib.setup();
  return lib;
}

/** Welds identical positions if the mesh needs that to be closed. Throws for an open mesh. */
function closeMesh(mesh: Mesh, what: string): Mesh {
  checkMesh(mesh, what);
  if (faceCount(mesh) === 0) throw new TtError('INPUT', `${what} has no faces`);
  const asItIs = withoutFlat(mesh);
  if (edgeFaults(asItIs).unpaired === 0 && faceCount(asItIs) > 0) return asItIs;
  const whole = withoutFlat(weld(mesh));
  const { single, unpaired } = edgeFaults(whole);
  if (unpaired === 0 && faceCount(whole) > 0) return whole;
  if (single > 0) {
    throw new TtError(
      'INPUT',
      `${what} is open: ${single} of its edges belong to one face only. Close its holes, or use its hull`,
    );
  }
  throw new TtError(
    'INPUT',
    `${what} is not a closed surface: at ${unpaired} edges its faces do not wind one way, or too many meet`,
  );
}

/** Counts edges with a single face, and directed edges without an equal number of opposite ones. */
function edgeFaults(mesh: Mesh): { single: number; unpaired: number } {
  const faults = { single: 0, unpaired: 0 };
  eachEdge(mesh, (_low, _high, up, down) => {
    if (up + down === 1) faults.single++;
    faults.unpaired += Math.abs(up - down);
  });
  return faults;
}

/** Removes faces that name a vertex twice: they enclose nothing. */
function withoutFlat({ vertices, faces }: Mesh): Mesh {
  let count = 0;
  const kept = new Uint32Array(faces.length);
  for (let at = 0; at < faces.length; at += 3) {
    const [a, b, c] = [faces[at]!, faces[at + 1]!, faces[at + 2]!];
    if (a === b || b === c || c === a) continue;
    kept[count++] = a;
    kept[count++] = b;
    kept[count++] = c;
  }
  return { vertices, faces: kept.slice(0, count) };
}

function middleOf(meshes: readonly Mesh[]): Place {
  const boxes = meshes.flatMap(({ vertices }) => boundsOf(vertices) ?? []);
  const middle = (axis: 0 | 1 | 2): number => {
    const low = Math.min(...boxes.map(({ min }) => min[axis]));
    return Math.round(low / 2 + Math.max(...boxes.map(({ max }) => max[axis])) / 2);
  };
  return [middle(0), middle(1), middle(2)];
}

function solidOf(
  { Manifold, Mesh: Input }: ManifoldToplevel,
  mesh: Mesh,
  centre: Place,
  what: string,
): Manifold {
  const input = new Input({
    numProp: 3,
    vertProperties: toFloat32(mesh.vertices, centre),
    triVerts: mesh.faces,
  });
  try {
    return new Manifold(input);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') throw error;
    throw new TtError('INPUT', `${what} is not a closed surface (${code})`);
  }
}

/** A solid without overlaps of its pieces and with outward faces. */
function cleanSolid(lib: ManifoldToplevel, keep: Keep, mesh: Mesh, centre: Place, what: string): Manifold {
  let whole = keep(solidOf(lib, mesh, centre, what));
  if (whole.volume() < 0) {
    whole = keep(solidOf(lib, flip(mesh), centre, what));
  }
  if (!(whole.volume() > 0)) throw new TtError('INPUT', `${what} encloses no volume`);
  const parts = whole.decompose().map(keep);
  if (parts.length < 2) return whole;
  const volumes = parts.map((part) => part.volume());
  if (volumes.every((volume) => volume >= 0)) return keep(lib.Manifold.union(parts));
  // Largest first: a part that winds inward is a cavity of an earlier part, or it is inside out.
  const order = parts.map((_, i) => i).sort((a, b) => Math.abs(volumes[b]!) - Math.abs(volumes[a]!));
  let sum: Manifold | null = null;
  for (const i of order) {
    let part = parts[i]!;
    const inward = volumes[i]! < 0;
    if (inward) part = keep(turnOutward(lib, part));
    if (!sum) sum = part;
    else if (inward && keep(sum.intersect(part)).volume() > -volumes[i]! / 2) sum = keep(sum.subtract(part));
    else sum = keep(sum.add(part));
  }
  return sum!;
}

function turnOutward(lib: ManifoldToplevel, part: Manifold): Manifold {
  const mesh = part.getMesh();
  const triVerts = mesh.triVerts.map((_, at, all) => all[at - (at % 3) + 2 - (at % 3)]!);
  return new lib.Manifold(new lib.Mesh({ numProp: 3, vertProperties: mesh.vertProperties, triVerts }));
}

/** The volume of a union is at least that of its largest part, and at most the sum of all parts. */
function checkSum(sum: Manifold, volumes: readonly number[]): void {
  const volume = sum.volume();
  const most = volumes.reduce((all, one) => all + one, 0);
  const least = Math.max(...volumes);
  if (!(volume >= least * (1 - 1e-6) && volume <= most * (1 + 1e-6))) {
    throw unionFault(`its volume is ${volume}, that of its parts ${least} to ${most}`);
  }
}

function meshOf(solid: Manifold, [x, y, z]: Place): Mesh {
  const { numProp, vertProperties, triVerts } = solid.getMesh();
  if (numProp !== 3) throw unionFault(`${numProp} numbers a vertex`);
  const vertices = Float64Array.from(vertProperties);
  for (let at = 0; at < vertices.length; at += 3) {
    vertices[at] = vertices[at]! + x;
    vertices[at + 1] = vertices[at + 1]! + y;
    vertices[at + 2] = vertices[at + 2]! + z;
  }
  const mesh = { vertices, faces: triVerts.slice() };
  if (edgeFaults(mesh).unpaired > 0) throw unionFault('its surface is not closed');
  return mesh;
}

/**
 * All hits of 10,000 bones on a mesh, building and querying the tree, against programs that try every pair, and against
 * trimesh's R-tree. They answer for a part of the scene, and their time is scaled to the whole.
 */
import type { Hits } from '../../src/geometry/cast/hits';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import type { Ratio } from '../ratio';
import { agreement, buildAndQuery, hitsOf, pairKeys, rowAgainst } from './intersect-rows';
import { type IntersectScene, scenes } from './intersect-scenes';
import { type Answer, startPython, timed } from './python';

/** Part of the scene that a double loop handles: this many bones and faces. */
const LOOP = { bones: 40, faces: 10_000 };
const SCRIPT_LOOP = { bones: 400, faces: 20_000 };
const NUMPY_BONES = 10;
const TRIMESH_BONES = 100;

export async function loops(python: string | null): Promise<Ratio[]> {
  const child = python === null ? null : startPython(python, 'python/intersect.py');
  const ratios: Ratio[] = [];
  for (const scene of scenes()) {
    const { mesh } = scene;
    const faces = mesh.faces.length / 3;
    // Hits select the parts below.
    const known = buildAndQuery(scene).hits;
    const loops = part(scene, known, LOOP.bones, LOOP.faces);
    const loopSize = `from ${loops.segments.length} bones × ${loops.faces.length} faces`;
    const looped = child && hitsOf(child, loops.mesh, loops.bones);
    for (const [way, words, goal] of [
      ['plain', 'plain Python, two loops over tuples', 1 / 15_000],
      ['inlined', 'plain Python, every product written out', undefined],
    ] as const) {
      ratios.push(
        await rowAgainst(scene, {
          other: `${words} (${loopSize})`,
          ...(goal === undefined ? {} : { goal }),
          rounds: 3,
          theirs: looped && (() => scaleMs(looped(way), factorOf(scene, loops))),
          agree: (hits, answer) => same(hits, pairsOf(answer, loops.segments, loops.faces), loops, faces),
        }),
      );
    }
    // numpy and trimesh get all faces, because they test all of them at once.
    const numpy = { ...part(scene, known, NUMPY_BONES, LOOP.faces), mesh, faces: [...Array(faces).keys()] };
    const atOnce = child && hitsOf(child, mesh, numpy.bones);
    ratios.push(
      await rowAgainst(scene, {
        other: `numpy, all faces at once (from ${numpy.segments.length} bones)`,
        goal: 1 / 1000,
        rounds: 3,
        theirs: atOnce && (() => scaleMs(atOnce('numpy'), factorOf(scene, numpy))),
        agree: (hits, answer) => same(hits, pairsOf(answer, numpy.segments, numpy.faces), numpy, faces),
      }),
    );
    const rays = { ...part(scene, known, TRIMESH_BONES, LOOP.faces), mesh, faces: numpy.faces };
    const inTree = child && hitsOf(child, mesh, rays.bones);
    ratios.push(
      await rowAgainst(scene, {
        other: `trimesh’s rays in an R-tree (tree whole, query from ${rays.segments.length} bones)`,
        rounds: 1,
        theirs:
          inTree &&
          (async () => {
            const answer = await inTree('trimesh');
            return {
              hits: answer.hits,
              ms: Number(answer.built) + Number(answer.queried) * factorOf(scene, rays),
            };
          }),
        agree: (hits, answer) => same(hits, pairsOf(answer, rays.segments, rays.faces), rays, faces),
      }),
    );
    const script = part(scene, known, SCRIPT_LOOP.bones, SCRIPT_LOOP.faces);
    ratios.push(
      await rowAgainst(scene, {
        other: `typed arrays in a double loop (from ${script.segments.length} bones × ${script.faces.length} faces)`,
        rounds: 3,
        theirs: async () => {
          const { ms, value } = timed(() => doubleLoop(script.mesh, script.bones));
          return { ms: ms * factorOf(scene, script), hits: value };
        },
        agree: (hits, answer) => same(hits, pairsOf(answer, script.segments, script.faces), script, faces),
      }),
    );
  }
  child?.end();
  return ratios;
}

interface Part {
  mesh: Mesh;
  bones: Float64Array;
  /** Numbers of the part's bones and faces in the whole scene. */
  segments: number[];
  faces: number[];
}

/** Evenly spaced bones and faces; half of the bones hit, and the faces that they hit are included. */
function part(
  { mesh, bones }: IntersectScene,
  { segment, face }: Hits,
  mostBones: number,
  mostFaces: number,
): Part {
  const every = (all: number, most: number): number[] =>
    Array.from({ length: Math.min(all, most) }, (_x, i) => Math.floor((i * all) / Math.min(all, most)));
  const hitting = every(segment.length, mostBones / 2).map((hit) => segment[hit]!);
  const kept = new Set([...hitting, ...every(bones.length / 6, mostBones - hitting.length)]);
  const hit = [...face].filter((_x, i) => kept.has(segment[i]!));
  const faces = [...new Set([...hit, ...every(mesh.faces.length / 3, mostFaces - hit.length)])];
  const segments = [...kept];
  return {
    segments,
    faces,
    bones: Float64Array.from(segments.flatMap((i) => [...bones.subarray(6 * i, 6 * i + 6)])),
    mesh: {
      vertices: mesh.vertices,
      faces: Uint32Array.from(faces.flatMap((i) => [...mesh.faces.subarray(3 * i, 3 * i + 3)])),
    },
  };
}

/** Factor from the time of a part to that of the whole scene. */
const factorOf = ({ mesh, bones }: IntersectScene, { segments, faces }: Part): number =>
  (bones.length / 6 / segments.length) * (mesh.faces.length / 3 / faces.length);

const scaleMs = async (request: Promise<Answer>, factor: number): Promise<Answer> => {
  const answer = await request;
  return { hits: answer.hits, ms: answer.ms * factor };
};

const pairsOf = (answer: Answer, segments: number[], faces: number[]): [number, number][] =>
  (answer.hits as [number, number][]).map(([i, j]) => [segments[i]!, faces[j]!]);

function same(hits: Hits, theirs: [number, number][], part: Part, faces: number): string {
  const [bones, kept] = [new Set(part.segments), new Set(part.faces)];
  const ours = pairKeys(hits, faces).filter(
    (key) => bones.has(Math.floor(key / faces)) && kept.has(key % faces),
  );
  return agreement(
    ours,
    theirs.map(([i, j]) => i * faces + j).sort((a, b) => a - b),
  );
}

function doubleLoop({ vertices, faces }: Mesh, bones: Float64Array): [number, number][] {
  const hits: [number, number][] = [];
  for (let i = 0; i < bones.length; i += 6) {
    const [px, py, pz] = [bones[i]!, bones[i + 1]!, bones[i + 2]!];
    const [dx, dy, dz] = [bones[i + 3]! - px, bones[i + 4]! - py, bones[i + 5]! - pz];
    for (let j = 0; j < faces.length; j += 3) {
      const [a, b, c] = [3 * faces[j]!, 3 * faces[j + 1]!, 3 * faces[j + 2]!];
      const ax = vertices[a]!;
      const ay = vertices[a + 1]!;
      const az = vertices[a + 2]!;
      const ex = vertices[b]! - ax;
      const ey = vertices[b + 1]! - ay;
      const ez = vertices[b + 2]! - az;
      const fx = vertices[c]! - ax;
      const fy = vertices[c + 1]! - ay;
      const fz = vertices[c + 2]! - az;
      const hx = dy * fz - dz * fy;
      const hy = dz * fx - dx * fz;
      const hz = dx * fy - dy * fx;
      const det = ex * hx + ey * hy + ez * hz;
      if (det === 0) continue;
      const u = ((px - ax) * hx + (py - ay) * hy + (pz - az) * hz) / det;
      if (u < 0 || u > 1) continue;
      const kx = (py - ay) * ez - (pz - az) * ey;
      const ky = (pz - az) * ex - (px - ax) * ez;
      const kz = (px - ax) * ey - (py - ay) * ex;
      const v = (dx * kx + dy * ky + dz * kz) / det;
      if (v < 0 || u + v > 1) continue;
      const t = (fx * kx + fy * ky + fz * kz) / det;
      if (t >= 0 && t <= 1) hits.push([i / 6, j / 3]);
    }
  }
  return hits;
}

/** All hits of 10,000 bones on a mesh, tree and query together, against double loops, trimesh and three-mesh-bvh. */
import { buildBvh } from '../../src/geometry/bvh';
import { type Hits, segmentHits } from '../../src/geometry/hits';
import type { Mesh } from '../../src/geometry/mesh';
import type { Ratio } from '../ratio';
import { meshBvh } from './intersectMeshBvh';
import { type Scene, scenes } from './intersectScenes';
import { type Answer, type Asked, compare, startPython, timed } from './python';

/** What is asked of a double loop: so many bones of all, so many faces of all. */
const LOOP = { bones: 20, faces: 10_000 };
const SCRIPT_LOOP = { bones: 400, faces: 20_000 };
const NUMPY_BONES = 10;
const TRIMESH_BONES = 100;
const ROUNDS = 5;

export async function intersect(python: string | null): Promise<Ratio[]> {
  const child = python === null ? null : startPython(python, 'intersect.py');
  const libraries = { SAH: await meshBvh('SAH'), CENTER: await meshBvh('CENTER') };
  const ratios: Ratio[] = [];
  for (const scene of scenes()) {
    const { mesh, bones } = scene;
    const all = bones.length / 6;
    const faces = mesh.faces.length / 3;
    const ours = () => {
      const from = performance.now();
      const bvh = buildBvh(mesh);
      const built = performance.now() - from;
      return { built, hits: segmentHits(bvh, bones) };
    };
    const row = async (
      other: string,
      goal: number | undefined,
      rounds: number,
      theirs: (() => Promise<Answer>) | null,
      agree: (hits: Hits, answer: Answer) => string,
    ): Promise<void> => {
      const ratio = await compare({
        what: `10,000 bones on a ${scene.what}`,
        ours,
        other,
        theirs,
        rounds,
        ...(goal === undefined ? {} : { goal }),
        note: ({ built, hits }, answer) =>
          `${hits.face.length} hits, tree ${built.toFixed(0)} ms of ours${answer ? agree(hits, answer) : ''}`,
      });
      ratios.push(ratio);
    };

    const loops = part(scene, LOOP.bones, LOOP.faces);
    const loopFactor = (all / LOOP.bones) * (faces / loops.faces.length);
    await row(
      `plain Python, pair by pair (from ${LOOP.bones} bones × ${loops.faces.length} faces)`,
      1 / 15_000,
      3,
      child && (() => scaled(ask(child, 'pairs', loops.mesh, loops.bones), loopFactor)),
      (hits, answer) => same(hits, pairsOf(answer, loops.segments, loops.faces), loops, faces),
    );
    const numpy = part(scene, NUMPY_BONES, faces);
    await row(
      `numpy, all faces at once (from ${NUMPY_BONES} bones)`,
      1 / 1000,
      3,
      child && (() => scaled(ask(child, 'numpy', mesh, numpy.bones), all / NUMPY_BONES)),
      (hits, answer) => same(hits, pairsOf(answer, numpy.segments, numpy.faces), numpy, faces),
    );
    const rays = part(scene, TRIMESH_BONES, faces);
    await row(
      `trimesh’s rays in an R-tree (tree whole, query from ${TRIMESH_BONES} bones)`,
      undefined,
      1,
      child &&
        (async () => {
          const answer = await ask(child, 'trimesh', mesh, rays.bones);
          return { ...answer, ms: Number(answer.built) + (Number(answer.queried) * all) / TRIMESH_BONES };
        }),
      (hits, answer) => same(hits, pairsOf(answer, rays.segments, rays.faces), rays, faces),
    );
    const script = part(scene, SCRIPT_LOOP.bones, SCRIPT_LOOP.faces);
    const scriptFactor = (all / SCRIPT_LOOP.bones) * (faces / script.faces.length);
    await row(
      `typed arrays in a double loop (from ${SCRIPT_LOOP.bones} bones × ${script.faces.length} faces)`,
      undefined,
      3,
      async () => {
        const { ms, value } = timed(() => doubleLoop(script.mesh, script.bones));
        return { ms: ms * scriptFactor, hits: value };
      },
      (hits, answer) => same(hits, pairsOf(answer, script.segments, script.faces), script, faces),
    );
    for (const [strategy, library] of Object.entries(libraries)) {
      await row(
        `three-mesh-bvh, ${strategy}`,
        1,
        ROUNDS,
        async () => library(mesh, bones),
        (hits, answer) => {
          const parts = `, of theirs ${Number(answer.built).toFixed(0)} ms`;
          return parts + agreed(pairKeys(hits, faces), answer.pairs as number[]);
        },
      );
    }
  }
  child?.end();
  return ratios;
}

interface Part {
  mesh: Mesh;
  bones: Float64Array;
  /** Numbers of its bones and faces in the whole scene. */
  segments: number[];
  faces: number[];
}

/** Bones and faces at even distances. */
function part({ mesh, bones }: Scene, mostBones: number, mostFaces: number): Part {
  const every = (all: number, most: number): number[] =>
    Array.from({ length: Math.min(all, most) }, (_x, i) => Math.floor((i * all) / Math.min(all, most)));
  const segments = every(bones.length / 6, mostBones);
  const faces = every(mesh.faces.length / 3, mostFaces);
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

function ask(child: Asked, way: string, mesh: Mesh, bones: Float64Array): Promise<Answer> {
  return child.ask({
    way,
    vertices: child.write('vertices', mesh.vertices),
    faces: child.write('faces', mesh.faces),
    segments: child.write('segments', bones),
  });
}

const scaled = async (asked: Promise<Answer>, factor: number): Promise<Answer> => {
  const answer = await asked;
  return { ...answer, ms: answer.ms * factor };
};

/** Hits as single numbers, in order. */
const pairKeys = (hits: Hits, faces: number): number[] =>
  Array.from(hits.face, (face, i) => hits.segment[i]! * faces + face).sort((a, b) => a - b);

const pairsOf = (answer: Answer, segments: number[], faces: number[]): [number, number][] =>
  (answer.hits as [number, number][]).map(([i, j]) => [segments[i]!, faces[j]!]);

function same(hits: Hits, theirs: [number, number][], part: Part, faces: number): string {
  const [bones, kept] = [new Set(part.segments), new Set(part.faces)];
  const ours = pairKeys(hits, faces).filter(
    (key) => bones.has(Math.floor(key / faces)) && kept.has(key % faces),
  );
  return agreed(
    ours,
    theirs.map(([i, j]) => i * faces + j).sort((a, b) => a - b),
  );
}

const agreed = (ours: number[], theirs: number[]): string =>
  ours.length === theirs.length && ours.every((key, i) => key === theirs[i])
    ? `, the same ${ours.length} hits where both looked`
    : `, OTHER HITS: ${ours.length} of ours, ${theirs.length} of theirs`;

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

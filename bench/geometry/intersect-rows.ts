/** What the comparisons of intersections share: our work, the question to a Python program, and equal hits. */
import { buildBvh } from '../../src/geometry/bvh/bvh';
import { type Hits, segmentHits } from '../../src/geometry/cast/hits';
import type { Mesh } from '../../src/geometry/mesh/mesh';
import type { Ratio } from '../ratio';
import type { IntersectScene } from './intersect-scenes';
import { type Answer, type Asked, compare } from './python';

const OTHER_HITS = 'OTHER HITS';

export interface Opponent {
  other: string;
  goal?: number;
  rounds: number;
  theirs: (() => Promise<Answer>) | null;
  /** Remarks on its answer, made with `agreement` if the hits must be equal. */
  agree: (hits: Hits, answer: Answer) => string;
}

export function buildAndQuery({ mesh, bones }: IntersectScene): { built: number; hits: Hits } {
  const from = performance.now();
  const bvh = buildBvh(mesh);
  const built = performance.now() - from;
  return { built, hits: segmentHits(bvh, bones) };
}

/** Our tree and its hits against another program. */
export function rowAgainst(scene: IntersectScene, { agree, ...opponent }: Opponent): Promise<Ratio> {
  return compare({
    ...opponent,
    what: `10,000 bones on a ${scene.what}`,
    ours: () => buildAndQuery(scene),
    work: ({ hits }) => [hits.face.length, 'hits'],
    note: ({ built, hits }, answer) =>
      `tree ${built.toFixed(0)} ms of ours${answer ? agree(hits, answer) : ''}`,
    differs: ({ hits }, answer) => haveOtherHits(agree(hits, answer)),
  });
}

/** The question to a Python program for the hits of a scene, which it reads from files made once. */
export function hitsOf(child: Asked, mesh: Mesh, bones: Float64Array): (way: string) => Promise<Answer> {
  const files = {
    vertices: child.write('vertices', mesh.vertices),
    faces: child.write('faces', mesh.faces),
    segments: child.write('segments', bones),
  };
  return (way) => child.ask({ way, ...files });
}

/** Each hit as a single number, sorted. */
export const pairKeys = (hits: Hits, faces: number): number[] =>
  Array.from(hits.face, (face, i) => hits.segment[i]! * faces + face).sort((a, b) => a - b);

export const agreement = (ours: number[], theirs: number[]): string =>
  ours.length === theirs.length && ours.every((key, i) => key === theirs[i])
    ? `, the same ${ours.length} hits where both looked`
    : `, ${OTHER_HITS}: ${ours.length} of ours, ${theirs.length} of theirs`;

export const haveOtherHits = (remarks: string): boolean => remarks.includes(OTHER_HITS);

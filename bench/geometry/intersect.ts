/**
 * All hits of 10,000 bones on a mesh, building and querying the tree, against libraries that build a tree too:
 * three-mesh-bvh, Embree and CGAL.
 */
import { buildBvh } from '../../src/geometry/bvh/bvh';
import { type Hits, segmentHits } from '../../src/geometry/cast/hits';
import type { Ratio } from '../ratio';
import { meshBvh } from './intersect-mesh-bvh';
import { agreement, haveOtherHits, hitsOf, pairKeys, rowAgainst } from './intersect-rows';
import { largeScene, scenes } from './intersect-scenes';
import { type Answer, compare, startPython } from './python';

const ROUNDS = 5;
const QUERY_ROUNDS = 25;
/** Relative to three-mesh-bvh with its faster build strategy. */
const GOAL = 0.35;
/** When the tree exists already, as a running instance keeps it. */
const WARM_GOAL = 0.05;
/** Milliseconds of the processor of all hits on a kept tree of 200,704 triangles. */
const QUERY_MS = 5;
/** Libraries of `peers`, by the name that rays.py takes. */
const PEERS = {
  embree: 'Embree through trimesh, single precision',
  cgal: 'CGAL’s AABB tree, one call a bone',
};

/** `peers`: an interpreter with Embree and CGAL, or null. */
export async function intersect(_python: string | null, peers: string | null): Promise<Ratio[]> {
  const child = peers === null ? null : startPython(peers, 'peers/rays.py');
  const libraries = { SAH: await meshBvh('SAH'), CENTER: await meshBvh('CENTER') };
  const ratios: Ratio[] = [];
  const large = largeScene();
  for (const scene of [...scenes(), large]) {
    const { mesh, bones } = scene;
    const faces = mesh.faces.length / 3;
    const kept = buildBvh(mesh);
    const agree = (hits: Hits, answer: Answer) => agreement(pairKeys(hits, faces), answer.pairs as number[]);
    ratios.push(
      await compare({
        what: `the same bones again, the tree of a ${scene.what} kept`,
        ours: () => segmentHits(kept, bones),
        other: 'three-mesh-bvh, CENTER, tree built',
        theirs: async () => libraries.CENTER(mesh, bones),
        rounds: ROUNDS,
        goal: WARM_GOAL,
        work: ({ face }) => [face.length, 'hits'],
        note: (hits, answer) => agree(hits, answer!).slice(2),
        differs: (hits, answer) => haveOtherHits(agree(hits, answer)),
      }),
    );
    if (scene !== large) {
      ratios.push(
        await compare({
          what: `the same, ${scene.what}: the query alone`,
          ours: () => segmentHits(kept, bones),
          other: 'the goal',
          theirs: async () => ({ ms: QUERY_MS, processorMs: QUERY_MS }),
          rounds: QUERY_ROUNDS,
          goal: 1,
          work: ({ face }) => [face.length, 'hits'],
          note: () => `goal ≤ ${QUERY_MS} ms of the processor`,
        }),
      );
    }
    for (const [strategy, library] of Object.entries(libraries)) {
      ratios.push(
        await rowAgainst(scene, {
          other: `three-mesh-bvh, ${strategy}`,
          goal: GOAL,
          rounds: ROUNDS,
          theirs: async () => library(mesh, bones),
          agree: (hits, answer) => `, of theirs ${Number(answer.built).toFixed(0)} ms${agree(hits, answer)}`,
        }),
      );
    }
    const askForHits = child && hitsOf(child, mesh, bones);
    for (const [way, other] of Object.entries(PEERS)) {
      ratios.push(
        await rowAgainst(scene, {
          other,
          rounds: ROUNDS,
          theirs: askForHits && (() => askForHits(way)),
          // Neither reports what a double loop does: Embree rounds to single precision.
          agree: (hits, answer) => `, ${hits.face.length} hits of ours, ${answer.hits} of theirs`,
        }),
      );
    }
  }
  child?.end();
  return ratios;
}

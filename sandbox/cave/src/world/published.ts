import type { GridPoint } from '../graph/grid';
import { currentFragment, currentRoot, fragmentsOf, linkFragments, type Root } from '../graph/nodes';
import type { Rng } from '../rng';
import { divideTotal, exactTree } from './exact';
import { type ExampleHistory, placeOfOperation } from './example-history';
import { addSites, grow, type Site } from './grow';
import {
  CABLES,
  CROSSING,
  LARGEST,
  NOT_CROSSING,
  NOT_PROOFREAD,
  OUTDATED,
  POINTS,
  PROOFREAD,
  SPLITS,
  type SplitExample,
} from './published-facts';

export interface Example {
  /** Root ids and supervoxels that belong to this family. */
  ids: string[];
  supervoxels: string[];
  make(script: ExampleHistory): void;
  /** Synapses of the current segment; if absent, none. */
  synapses?: { out: number; in: number };
}

function segOf(script: ExampleHistory, supervoxel: string): { chunk: number; seg: number } {
  const { chunk, seg } = script.graph.grid.decode(BigInt(supervoxel));
  return { chunk, seg: seg };
}

function setVoxels(random: Rng, root: Root, total: number): void {
  const fragments = fragmentsOf(root);
  const shares = divideTotal(random, total, fragments.length);
  fragments.forEach((fragment, i) => {
    fragment.voxels = shares[i]!;
  });
}

const nm = (at: GridPoint): GridPoint => [at[0] * 4, at[1] * 4, at[2] * 45];

function splitExample(example: SplitExample): Example {
  const [best, ...pieces] = example.candidates;
  return {
    ids: [example.stale, ...example.candidates.map(([id]) => id), ...example.merged],
    supervoxels: example.supervoxel === undefined ? [] : [example.supervoxel],
    synapses: { out: example.out, in: example.in },
    make(script) {
      const { family, random, graph } = script;
      const segment = example.supervoxel === undefined ? null : segOf(script, example.supervoxel);
      const corner =
        segment === null ? ([560_000, 640_000, 170_000] as const) : graph.grid.corner(segment.chunk);
      const start: GridPoint = [corner[0] + 1000, corner[1] + 1000, corner[2] + 1000];
      const sites = exactTree(random, graph.grid, {
        vertices: example.vertices,
        length: example.cable,
        start,
        supervoxels: best![1],
      });
      const pieceSites: Site[] = [];
      const firstOf: number[] = [];
      const beside: number[] = [];
      const main = sites.map((site, i) =>
        family.addFragment(
          { ...site, ...(i === 0 && segment !== null ? { named: [segment.seg] } : {}) },
          script.created,
        ),
      );
      sites.forEach((site, i) => {
        if (site.parent >= 0) linkFragments(main[i]!, main[site.parent]!);
      });
      pieces.forEach(([, supervoxels], k) => {
        const at = Math.floor(((k + 1) * main.length) / (pieces.length + 2));
        beside.push(at);
        firstOf.push(pieceSites.length);
        const shift = pieceSites.length;
        for (const site of script.twig(main[at]!, supervoxels)) {
          pieceSites.push({ ...site, parent: site.parent < 0 ? -1 : site.parent + shift });
        }
      });
      const twigs = addSites(family, pieceSites, script.created, new Set());
      for (const twig of twigs) twig.twig = true;
      firstOf.forEach((first, k) => {
        linkFragments(main[beside[k]!]!, twigs[first]!);
      });
      family.root([...main, ...twigs], script.created, example.stale);
      family.anchors.length = main.length;
      const lastSplit = example.merged.length === 0 ? pieces.length - 1 : -1;
      pieces.forEach(([id], k) => {
        script.split(main[beside[k]!]!, twigs[firstOf[k]!]!, [k === lastSplit ? best![0] : undefined, id]);
      });
      example.merged
        .slice()
        .reverse()
        .forEach((id, k, all) => {
          const at = main[20 + k * 25]!;
          const twigs = script.tree(script.twig(at, 40 + Math.floor(random() * 400)), id);
          for (const twig of twigs) twig.twig = true;
          script.merge(at, twigs[0]!, k === all.length - 1 ? best![0] : undefined);
        });
      family.anchors.length = main.length;
      setVoxels(random, currentRoot(currentFragment(main[0]!)), example.voxels);
    },
  };
}

const cables = CABLES.map(
  ({ id, length, vertices }): Example => ({
    ids: [id],
    supervoxels: [],
    make(script) {
      const start: GridPoint = [500_000, 700_000, 180_000];
      const tree = { vertices, length, start, supervoxels: vertices * 400 };
      script.tree(exactTree(script.random, script.graph.grid, tree), id);
    },
  }),
);

const largest: Example = {
  ids: [LARGEST.id],
  supervoxels: [...LARGEST.first, ...LARGEST.last],
  make(script) {
    const { family, graph, random } = script;
    const [first, last] = [segOf(script, LARGEST.first[0]), segOf(script, LARGEST.last[0])];
    const sites = grow(random, graph.grid, {
      count: LARGEST.fragments - 1,
      start: first.chunk,
      branching: 0.03,
    });
    const shares = divideTotal(random, LARGEST.supervoxels - LARGEST.last.length, sites.length);
    const numbers = (ids: readonly string[]): number[] => ids.map((id) => segOf(script, id).seg);
    const fragments = sites.map((site, i) =>
      family.addFragment(
        {
          ...site,
          supervoxels: shares[i]!,
          voxels: shares[i]! * 700,
          ...(i === 0 ? { named: numbers(LARGEST.first) } : {}),
        },
        script.created,
      ),
    );
    sites.forEach((site, i) => {
      if (site.parent >= 0) linkFragments(fragments[i]!, fragments[site.parent]!);
    });
    const corner = graph.grid.corner(last.chunk);
    const end = family.addFragment(
      {
        chunk: last.chunk,
        rep: [corner[0] + 1600, corner[1] + 1600, corner[2] + 900],
        supervoxels: LARGEST.last.length,
        voxels: 2000,
        named: numbers(LARGEST.last),
      },
      script.created,
    );
    linkFragments(end, fragments[0]!);
    family.root([...fragments, end], script.created, LARGEST.id);
  },
};

const points = POINTS.map(
  ({ at, id, supervoxel }): Example => ({
    ids: [id],
    supervoxels: [supervoxel],
    make(script) {
      const { chunk, seg } = segOf(script, supervoxel);
      const sites = grow(script.random, script.graph.grid, { count: 80, start: chunk });
      sites[0]!.rep = nm(at);
      const fragments = sites.map((site, i) =>
        script.family.addFragment({ ...site, ...(i === 0 ? { named: [seg] } : {}) }, script.created),
      );
      sites.forEach((site, i) => {
        if (site.parent >= 0) linkFragments(fragments[i]!, fragments[site.parent]!);
      });
      script.family.root(fragments, script.created, id);
    },
  }),
);

const outdatedExamples = OUTDATED.map(
  (id): Example => ({
    ids: [id],
    supervoxels: [],
    make(script) {
      const { random, graph } = script;
      const chunk = graph.grid.chunkAt([300_000 + 400_000 * random(), 400_000 + 300_000 * random(), 150_000]);
      const body = script.tree(grow(random, graph.grid, { count: 90, start: chunk }));
      const piece = script.tree(grow(random, graph.grid, { count: 25, start: body[40]!.chunk }), id);
      script.merge(body[40]!, piece[0]!);
    },
  }),
);

const proofread: Example = {
  ids: [PROOFREAD.id],
  supervoxels: [],
  synapses: { out: PROOFREAD.out, in: PROOFREAD.in },
  make(script) {
    const { random, graph } = script;
    const sitesOf = (count: number, start: number, total: number): Site[] => {
      const shares = divideTotal(random, total, count);
      return grow(random, graph.grid, { count, start }).map((site, i) => ({
        ...site,
        supervoxels: shares[i]!,
      }));
    };
    const start = graph.grid.chunkAt([520_000, 690_000, 160_000]);
    const base = script.tree(sitesOf(110, start, PROOFREAD.base));
    PROOFREAD.merged.forEach(({ user, supervoxels }, k) => {
      const at = base[15 + 18 * k]!;
      const count = Math.max(4, Math.floor(supervoxels / 80));
      const piece = script.tree(sitesOf(count, at.chunk, supervoxels));
      script.merge(at, piece[0]!, k === PROOFREAD.merged.length - 1 ? PROOFREAD.id : undefined, user);
    });
  },
};

const plain = [...NOT_PROOFREAD, NOT_CROSSING].map(
  (id): Example => ({
    ids: [id],
    supervoxels: [],
    make(script) {
      const { random, graph } = script;
      const start = graph.grid.chunkAt([400_000 + 200_000 * random(), 500_000 + 200_000 * random(), 150_000]);
      script.tree(grow(random, graph.grid, { count: 120, start }), id);
    },
  }),
);

const crossing: Example = {
  ids: [CROSSING.id],
  supervoxels: [],
  make(script) {
    const { grid } = script.graph;
    const ends = CROSSING.at.flatMap((at): GridPoint[] => {
      const [x, y, z] = nm(at);
      return [
        [x - 1200, y, z],
        [x + 1200, y, z],
      ];
    });
    const sites = ends.map((rep, i) => ({
      chunk: grid.chunkAt(rep),
      rep,
      parent: i - 1,
      supervoxels: 40,
      voxels: 40_000,
    }));
    script.tree(sites, CROSSING.id);
  },
};

export const EXAMPLES: readonly Example[] = [
  ...SPLITS.map(splitExample),
  largest,
  ...cables,
  ...points,
  ...outdatedExamples,
  proofread,
  ...plain,
  crossing,
];

/** The example that an operation belongs to, or undefined. */
export function exampleOfOperation(id: number): number | undefined {
  const place = placeOfOperation(id);
  return place >= 0 && place < EXAMPLES.length ? place : undefined;
}

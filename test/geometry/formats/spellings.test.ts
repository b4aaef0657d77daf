/**
 * The readers against files whose content is known before they are written: thousands of spellings of each kind. What an
 * outline encloses comes from its flat shape, by the surveyor's formula, before it is turned into space.
 */
import { readMeshFile } from '../../../src/geometry/formats/mesh-file';
import { readSwc } from '../../../src/geometry/formats/swc';
import type { Mesh } from '../../../src/geometry/mesh/mesh';
import { casesOf } from '../../../workbench/long';
import {
  anyContent,
  anyRows,
  type Content,
  type Next,
  pick,
  seeded,
  spellObj,
  spellPly,
  spellStl,
  spellSwc,
} from '../support/spellings';

const SPELLINGS = casesOf(2500, 10_000);

/** Runs one spelling; a failure names it. */
function each(seed: number, run: (next: Next) => string): void {
  const wrong: string[] = [];
  for (let i = 0; i < SPELLINGS && wrong.length < 5; i++) {
    try {
      const found = run(seeded(seed * 1_000_000 + i));
      if (found !== '') wrong.push(`spelling ${i}: ${found}`);
    } catch (error) {
      wrong.push(`spelling ${i}: ${String(error)}`);
    }
  }
  expect(wrong).toEqual([]);
}

const corner = ({ vertices }: Mesh, vertex: number): number[] => [
  ...vertices.subarray(3 * vertex, 3 * vertex + 3),
];

function area(mesh: Mesh, face: number): number {
  const [a, b, c] = [0, 1, 2].map((k) => corner(mesh, mesh.faces[3 * face + k]!));
  const [u, v] = [b!, c!].map((point) => point.map((x, k) => x - a![k]!));
  return (
    Math.hypot(
      u![1]! * v![2]! - u![2]! * v![1]!,
      u![2]! * v![0]! - u![0]! * v![2]!,
      u![0]! * v![1]! - u![1]! * v![0]!,
    ) / 2
  );
}

/** Points in order; for each outline as many triangles as it takes, on its corners, of its area. '' where all agree. */
function compare(mesh: Mesh, { points, polygons }: Content): string {
  if (mesh.vertices.join() !== points.flat().join()) return `vertices ${mesh.vertices.join()}`;
  let face = 0;
  for (const { corners, area: expected } of polygons) {
    let sum = 0;
    for (let left = corners.length - 2; left > 0; left--, face++) {
      if (![...mesh.faces.subarray(3 * face, 3 * face + 3)].every((one) => corners.includes(one)))
        return 'foreign corners';
      sum += area(mesh, face);
    }
    // Triangles of one turn that share the outline's border and its area cover it once.
    if (Math.abs(sum - expected) > 1e-9 * expected)
      return `area ${sum} instead of ${expected} of ${corners.length} corners`;
  }
  return mesh.faces.length === 3 * face ? '' : `${mesh.faces.length / 3} faces`;
}

test(`${SPELLINGS} spellings of OBJ (seed 41)`, () => {
  each(41, (next) => {
    const content = anyContent(next);
    return compare(readMeshFile(spellObj(next, content), pick(next, '', 'x', 'x.obj', 'X.OBJ.gz')), content);
  });
});

test(`${SPELLINGS} spellings of PLY (seed 42)`, () => {
  each(42, (next) => {
    const content = anyContent(next);
    return compare(readMeshFile(spellPly(next, content), pick(next, '', 'x', 'x.ply', 'X.PLY.GZ')), content);
  });
});

test(`${SPELLINGS} spellings of STL (seed 43)`, () => {
  each(43, (next) => {
    const content = anyContent(next, { triangles: true });
    const mesh = readMeshFile(spellStl(next, content), pick(next, '', 'x', 'x.stl', 'X.stl.gz'));
    const found = [...mesh.faces].map((vertex) => corner(mesh, vertex).join()).join(' ');
    const target = content.polygons
      .flatMap(({ corners }) => corners.map((one) => content.points[one]!.join()))
      .join(' ');
    return found === target ? '' : found;
  });
});

test(`${SPELLINGS} spellings of SWC (seed 44)`, () => {
  each(44, (next) => {
    const rows = anyRows(next);
    const tree = readSwc(spellSwc(next, rows));
    const wanted = [
      rows.flatMap(({ point }) => point),
      rows.map(({ radius }) => radius),
      rows.map(({ type }) => type),
      rows.flatMap(({ parent }, i) => (parent < 0 ? [] : [i, parent])),
    ];
    const found = [tree.vertices, tree.radius!, tree.types!, tree.edges];
    return found.map((part) => part.join()).join(' ; ') === wanted.map((part) => part.join()).join(' ; ')
      ? ''
      : found.join(' ; ');
  });
});

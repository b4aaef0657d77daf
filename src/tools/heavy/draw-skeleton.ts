/** Draws a skeleton as an image: seen along z, black on white, with a scale bar. */
import type { Skeleton } from '../../cave/morphology/skeleton';

export interface SkeletonPicture {
  /** One byte per pixel, row by row. */
  shades: Uint8Array;
  width: number;
  height: number;
  /** Length of the scale bar at the lower left, in µm. */
  barUm: number;
}

const SIDE = 800;
const MARGIN = 40;
/** Half the width of the thinnest line, in pixels. */
const THINNEST = 0.6;
const SOMA = 5;
/** Limit of the scale bar's length, as a fraction of the image. */
const BAR_PART = 0.25;
const BAR_HALF = 2;
/** Width of the image in nm for a skeleton that is a single point. */
const LEAST_EXTENT = 1000;

/** x points right and y down, as in viewers. */
export function drawSkeleton({ vertices, edges, radius, soma }: Skeleton): SkeletonPicture {
  const ends = [0, 1].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (const vertex of vertices) {
      low = Math.min(low, vertex[axis]!);
      high = Math.max(high, vertex[axis]!);
    }
    return vertices.length === 0 ? [0, 0] : [low, high];
  }) as [[number, number], [number, number]];
  const extent = Math.max(LEAST_EXTENT, ...ends.map(([low, high]) => high - low));
  const scale = (SIDE - 2 * MARGIN) / extent;
  const at = (vertex: readonly number[]): [number, number] =>
    [0, 1].map((axis) => SIDE / 2 + (vertex[axis]! - (ends[axis]![0] + ends[axis]![1]) / 2) * scale) as [
      number,
      number,
    ];
  const canvas = new Canvas(SIDE, SIDE);
  for (const [a, b] of edges) {
    const half = Math.max(THINNEST, ((radius[a]! + radius[b]!) / 2) * scale);
    canvas.line(at(vertices[a]!), at(vertices[b]!), half);
  }
  // A vertex without an edge is drawn as a point.
  const joinedPoints = new Set(edges.flat());
  vertices.forEach((vertex, i) => {
    if (!joinedPoints.has(i)) canvas.line(at(vertex), at(vertex), Math.max(THINNEST, radius[i]! * scale));
  });
  if (soma) canvas.line(at(soma), at(soma), SOMA);
  const barUm = roundLength((SIDE * BAR_PART) / scale / 1000);
  const bar = barUm * 1000 * scale;
  canvas.line([MARGIN / 2, SIDE - MARGIN / 2], [MARGIN / 2 + bar, SIDE - MARGIN / 2], BAR_HALF);
  return { shades: canvas.shades, width: SIDE, height: SIDE, barUm };
}

/** The largest length of 1, 2 or 5 times a power of ten that does not exceed `most`. */
function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [5, 2, 1].find((times) => times * power <= most) ?? 1;
  // Powers below 1 are inexact.
  return Number((step * power).toPrecision(3));
}

class Canvas {
  readonly shades: Uint8Array;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.shades = new Uint8Array(width * height).fill(255);
  }

  /** Draws a line with round ends; pixels at its rim are grey. */
  line([px, py]: [number, number], [qx, qy]: [number, number], half: number): void {
    const [dx, dy] = [qx - px, qy - py];
    const square = dx * dx + dy * dy;
    const reach = half + 1;
    const fromX = Math.max(0, Math.floor(Math.min(px, qx) - reach));
    const toX = Math.min(this.width - 1, Math.ceil(Math.max(px, qx) + reach));
    const fromY = Math.max(0, Math.floor(Math.min(py, qy) - reach));
    const toY = Math.min(this.height - 1, Math.ceil(Math.max(py, qy) + reach));
    const inner = half > 0.5 ? (half - 0.5) ** 2 : -1;
    const outer = (half + 0.5) ** 2;
    for (let y = fromY; y <= toY; y++) {
      for (let x = fromX, i = y * this.width + fromX; x <= toX; x++, i++) {
        if (this.shades[i] === 0) continue;
        const along = square === 0 ? 0 : ((x - px) * dx + (y - py) * dy) / square;
        const t = Math.min(1, Math.max(0, along));
        const [offX, offY] = [x - px - t * dx, y - py - t * dy];
        const distance = offX * offX + offY * offY;
        if (distance >= outer) continue;
        const shade = distance <= inner ? 0 : Math.round(255 * Math.max(0, Math.sqrt(distance) - half + 0.5));
        if (shade < this.shades[i]!) this.shades[i] = shade;
      }
    }
  }
}

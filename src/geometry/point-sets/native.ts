/** The interface to the compiled geometry (folder `native`), and the preparation of points for it. */
import { fromBase64 } from '../../core/base64';
import { TtError } from '../../core/errors';
import { NATIVE_WASM } from './native-wasm';

/** Addresses are byte offsets in `memory`. */
export interface Native {
  memory: { buffer: ArrayBuffer };
  /**
   * Allocates memory for n points, four doubles apart, and at most `tets` tetrahedra. Returns its address, or 0 if
   * memory runs out.
   */
  begin(n: number, tets: number): number;
  /**
   * Returns a status. x, y, z are the sizes of the box around the points; `whole` says that all coordinates are
   * integers.
   */
  triangulate(x: number, y: number, z: number, whole: boolean): number;
  /** Returns the number of finite tetrahedra, or -1 if memory runs out. */
  pack(): number;
  packed(): number;
  packedNeighbours(): number;
  /**
   * Measures the tetrahedra, in place of `pack`; `unit` is the frame's. Returns the address of a double for each point:
   * the square of the distance to the nearest other point. 0 if memory runs out.
   */
  measure(unit: number): number;
  /** The address of 16 doubles: the squares of the alphas, ascending, and infinity behind the last. */
  squaresAt(): number;
  /** Finds the faces that belong to the surface at some of the steps. Returns their number, or -1 if memory runs out. */
  borders(steps: number): number;
  /** Gathers the faces of the surface at a step. Returns their number, or -1 if memory runs out. */
  surface(step: number): number;
  /** Number of parts of the gathered surface that share no vertex. */
  components(): number;
  /** Not 0 if every edge of the gathered surface has exactly two faces. */
  isClosed(): number;
  /** The address of the gathered faces, three points each, after which nothing more can be asked of them. */
  facesOf(): number;
  /** Allocates memory for n points, four doubles apart. Returns its address, or 0 if memory runs out. */
  beginHull(n: number): number;
  hull(x: number, y: number, z: number, whole: boolean): number;
  /** Returns the number of faces, or -1 if memory runs out. */
  packHull(): number;
  packedHull(): number;
  setExtent(x: number, y: number, z: number, whole: boolean): void;
  orient(a: number, b: number, c: number, d: number): number;
  insphere(a: number, b: number, c: number, d: number, e: number): number;
  /**
   * Allocates memory for n vertices, four doubles apart, with m neighbours in all. Returns the address for the ends of
   * the neighbour lists, or 0 if memory runs out.
   */
  beginSmooth(n: number, m: number): number;
  neighboursAt(): number;
  smoothPass(factor: number): void;
  /** The address of the vertices, before the first pass and after each pass. */
  smoothed(): number;
  /** The number of signs that exact arithmetic has decided since the last `setExtent`. */
  hardSigns(): number;
}

// The TypeScript libraries of this layer do not declare WebAssembly.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

/** Memory up to this size is kept for the next call. */
const KEPT = 2 ** 25;

let compiledModule: object | null = null;
let cachedNative: Native | null = null;

/** Runs work with exclusive use of the instance; its memory is released if it has grown large. */
export function withNative<T>(work: (native: Native) => T): T {
  if (!compiledModule) {
    const bytes = fromBase64(NATIVE_WASM);
    if (!bytes) throw new TtError('FAULT', 'the compiled geometry is damaged');
    compiledModule = new WebAssembly.Module(bytes);
  }
  const native =
    cachedNative ?? (new WebAssembly.Instance(compiledModule, { env: { abort } }).exports as Native);
  cachedNative = null;
  const answer = work(native);
  if (native.memory.buffer.byteLength <= KEPT) cachedNative = native;
  return answer;
}

function abort(): never {
  throw new TtError('FAULT', 'the compiled geometry broke off');
}

/** Limit of coordinates: products of five of them must neither overflow nor underflow, or no sign is certain. */
const MOST = 1e50;
const LEAST = 1e-40;
/** Beyond this value, some differences of integers are inexact. */
const WHOLE = 2 ** 52;

type Triple = [number, number, number];

/**
 * The transform of points for the exact predicates: integer coordinates are shifted and divided, so that they become
 * small.
 */
export interface PredicateFrame {
  size: Triple;
  origin: Triple;
  unit: number;
  whole: boolean;
}

/** Throws for points that are not finite, or too large for exact decisions. */
export function frameOf(points: Float64Array): PredicateFrame {
  if (points.length % 3 !== 0) throw new TtError('INPUT', 'the coordinates do not come in threes');
  const box = boxOf(points);
  const extreme = Math.max(...box.min.map(Math.abs), ...box.max.map(Math.abs));
  const whole = box.whole && extreme <= WHOLE;
  for (let at = 0; at < points.length && !whole; at++) {
    const x = points[at]!;
    if (x < LEAST && x > -LEAST && x !== 0) throw refusal(points, at);
  }
  const origin: PredicateFrame['origin'] = whole ? box.min : [0, 0, 0];
  const unit = whole ? commonUnit(points, origin) : 1;
  const size = (axis: 0 | 1 | 2): number => (box.max[axis] - box.min[axis]) / unit;
  return { size: [size(0), size(1), size(2)], origin, unit, whole };
}

/**
 * The bounds of the points, and whether all coordinates are integers; zeros without points. Throws for a coordinate
 * that is too large or not a number.
 */
function boxOf(points: Float64Array): { min: Triple; max: Triple; whole: boolean } {
  if (points.length === 0) return { min: [0, 0, 0], max: [0, 0, 0], whole: true };
  let whole = true;
  let lowX = Infinity;
  let lowY = Infinity;
  let lowZ = Infinity;
  let highX = -Infinity;
  let highY = -Infinity;
  let highZ = -Infinity;
  for (let at = 0; at < points.length; at += 3) {
    const x = points[at]!;
    const y = points[at + 1]!;
    const z = points[at + 2]!;
    if (!(x <= MOST && x >= -MOST)) throw refusal(points, at);
    if (!(y <= MOST && y >= -MOST)) throw refusal(points, at + 1);
    if (!(z <= MOST && z >= -MOST)) throw refusal(points, at + 2);
    if (whole && (Math.floor(x) !== x || Math.floor(y) !== y || Math.floor(z) !== z)) whole = false;
    if (x < lowX) lowX = x;
    if (x > highX) highX = x;
    if (y < lowY) lowY = y;
    if (y > highY) highY = y;
    if (z < lowZ) lowZ = z;
    if (z > highZ) highZ = z;
  }
  return { min: [lowX, lowY, lowZ], max: [highX, highY, highZ], whole };
}

function refusal(points: Float64Array, at: number): TtError {
  const where = `coordinate ${'xyz'[at % 3]} of point ${Math.floor(at / 3) + 1}`;
  if (!Number.isFinite(points[at]!)) return new TtError('INPUT', `${where} is no number`);
  return new TtError(
    'INPUT',
    `${where} is ${points[at]}: only sizes from ${LEAST} to ${MOST}, and 0, can be reckoned with`,
  );
}

/** The greatest common divisor of the coordinates, so that the points of a lattice get small coordinates. */
function commonUnit(points: Float64Array, origin: PredicateFrame['origin']): number {
  let unit = 0;
  for (let at = 0; at < points.length && unit !== 1; at++) {
    let rest = points[at]! - origin[at % 3]!;
    // Most coordinates are multiples of the unit so far. 31-bit integers are divided faster.
    if (
      unit !== 0 &&
      ((rest | 0) === rest && (unit | 0) === unit ? (rest | 0) % (unit | 0) : rest % unit) === 0
    ) {
      continue;
    }
    while (rest !== 0) [unit, rest] = [rest, unit % rest];
  }
  return unit === 0 ? 1 : unit;
}

/** Writes the points in the frame, four doubles apart. */
export function writePoints(points: Float64Array, frame: PredicateFrame, native: Native, at: number): void {
  const count = points.length / 3;
  const to = new Float64Array(native.memory.buffer, at, count * 4);
  const { origin, unit } = frame;
  const [x, y, z] = origin;
  for (let point = 0, from = 0, put = 0; point < count; point++, from += 3, put += 4) {
    to[put] = (points[from]! - x) / unit;
    to[put + 1] = (points[from + 1]! - y) / unit;
    to[put + 2] = (points[from + 2]! - z) / unit;
  }
}

const WHY = ['', ' and these lie on one line', ' and these lie in one plane'];

/** The error for a status of the compiled geometry; 0 means success. `what` names the result in the message. */
export function statusError(status: number, what: string, points: number): TtError {
  if (status === 3 || status < 0) {
    return new TtError('BIG', `${points} points are too many for ${what} here. Take fewer`);
  }
  return new TtError('INPUT', `${what} needs 4 points that do not lie in one plane,${WHY[status]}`);
}

export const tooFewPoints = (what: string, points: number): TtError =>
  new TtError(
    'INPUT',
    `${what} needs 4 points that do not lie in one plane, and there ${points === 1 ? 'is' : 'are'} only ${points}`,
  );

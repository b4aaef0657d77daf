// The position of the camera: arithmetic shared by mouse, touch and keys. Lengths in nm, angles in radians.

export type Vec = readonly [number, number, number];
/** Unit quaternion x, y, z, w. */
export type Turn = readonly [number, number, number, number];

export interface CameraView {
  /** Centre of rotation and zoom. */
  target: Vec;
  /** Rotation of the camera: its own x is right, y up, z towards the viewer. */
  turn: Turn;
  /** Height of the picture in nm, at the target. */
  height: number;
  perspective: boolean;
}

/** Vertical angle of view of the perspective camera. */
export const ANGLE = (30 * Math.PI) / 180;
/** x to the right, y down and z away from the viewer, as in electron microscopy. */
export const FRONT: Turn = [1, 0, 0, 0];

export function multiply([ax, ay, az, aw]: Turn, [bx, by, bz, bw]: Turn): Turn {
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

export function rotate([qx, qy, qz, qw]: Turn, [x, y, z]: Vec): Vec {
  const [tx, ty, tz] = [2 * (qy * z - qz * y), 2 * (qz * x - qx * z), 2 * (qx * y - qy * x)];
  return [x + qw * tx + qy * tz - qz * ty, y + qw * ty + qz * tx - qx * tz, z + qw * tz + qx * ty - qy * tx];
}

/** Turns the objects to the right by `right` and downwards by `down`. */
export function turnBy(view: CameraView, right: number, down: number): CameraView {
  const yaw: Turn = [0, Math.sin(-right / 2), 0, Math.cos(-right / 2)];
  const pitch: Turn = [Math.sin(-down / 2), 0, 0, Math.cos(-down / 2)];
  const turn = multiply(multiply(view.turn, yaw), pitch);
  const length = Math.hypot(...turn);
  return { ...view, turn: turn.map((part) => part / length) as unknown as Turn };
}

/** Moves the objects by these parts of the picture's height, to the right and downwards. */
export function panBy(view: CameraView, right: number, down: number): CameraView {
  const [x, y, z] = rotate(view.turn, [-right * view.height, down * view.height, 0]);
  const [tx, ty, tz] = view.target;
  return { ...view, target: [tx + x, ty + y, tz + z] };
}

/** A factor above 1 enlarges the objects. Limits: one nanometre to ten metres, beyond which float32 is too coarse. */
export function zoomBy(view: CameraView, factor: number): CameraView {
  return { ...view, height: Math.min(1e10, Math.max(1, view.height / factor)) };
}

export interface BoundingBox {
  low: Vec;
  high: Vec;
}

/** Parts of the picture that stay free at the sides, and at the bottom for the key. */
const FREE = 0.05;
const FREE_BELOW = 0.14;

/**
 * The view from the same side with all boxes visible; `aspect` is width / height of the picture. Unchanged without
 * boxes.
 */
export function fitView(view: CameraView, boxes: readonly BoundingBox[], aspect: number): CameraView {
  if (boxes.length === 0) return view;
  const axes = [rotate(view.turn, [1, 0, 0]), rotate(view.turn, [0, 1, 0]), rotate(view.turn, [0, 0, 1])];
  const corners = boxes.flatMap(cornersOf);
  const ends = axes.map((axis) => {
    const along = corners.map((corner) => dot(corner, axis));
    return { low: Math.min(...along), high: Math.max(...along) };
  });
  const [across, up, deep] = ends.map(({ low, high }) => high - low);
  const height = Math.max(across! / aspect / (1 - 2 * FREE), up! / (1 - FREE - FREE_BELOW), 1);
  // In perspective, objects nearer than the target are larger.
  const full = view.perspective ? height + deep! * Math.tan(ANGLE / 2) : height;
  const middle = ends.map(({ low, high }) => (low + high) / 2);
  middle[1]! -= (full * (FREE_BELOW - FREE)) / 2;
  const target = [0, 1, 2].map((k) => axes.reduce((sum, axis, i) => sum + axis[k]! * middle[i]!, 0));
  return { ...view, target: target as unknown as Vec, height: full };
}

const dot = (a: Vec, b: Vec): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const cornersOf = ({ low, high }: BoundingBox): Vec[] =>
  [low[0], high[0]].flatMap((x) =>
    [low[1], high[1]].flatMap((y) => [low[2], high[2]].map((z): Vec => [x, y, z])),
  );

/** Distance of the camera from the target; both projections show the target at the same size. */
export const distanceOf = (view: CameraView): number => view.height / 2 / Math.tan(ANGLE / 2);

export function eyeOf(view: CameraView): Vec {
  const [x, y, z] = rotate(view.turn, [0, 0, distanceOf(view)]);
  const [tx, ty, tz] = view.target;
  return [tx + x, ty + y, tz + z];
}

export interface Ball {
  centre: Vec;
  radius: number;
}

/** The sphere around the common bounding box of all boxes. Null without boxes. */
export function ballAround(boxes: readonly BoundingBox[]): Ball | null {
  if (boxes.length === 0) return null;
  const ends = [0, 1, 2].map((axis) => [
    Math.min(...boxes.map(({ low }) => low[axis]!)),
    Math.max(...boxes.map(({ high }) => high[axis]!)),
  ]);
  const centre = ends.map(([low, high]) => (low! + high!) / 2) as unknown as Vec;
  return { centre, radius: Math.hypot(...ends.map(([low, high]) => (high! - low!) / 2)) };
}

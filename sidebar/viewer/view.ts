// Where the viewer looks from: pure arithmetic, so that mouse, touch and keys share it. Lengths in nm, angles in radians.

export type Vec = readonly [number, number, number];
/** Unit quaternion x, y, z, w. */
export type Turn = readonly [number, number, number, number];

export interface View {
  /** What turns and zooms happen around. */
  target: Vec;
  /** Of the camera: its own x is right, y up, z towards the eye. */
  turn: Turn;
  /** What the picture's height shows at the target. */
  height: number;
  perspective: boolean;
}

/** Vertical angle of the perspective view. */
export const ANGLE = (30 * Math.PI) / 180;
/** x to the right, y down and z away from the eye, as electron microscopy and the viewers of these data have it. */
export const FRONT: Turn = [1, 0, 0, 0];

export function times([ax, ay, az, aw]: Turn, [bx, by, bz, bw]: Turn): Turn {
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

export function turned([qx, qy, qz, qw]: Turn, [x, y, z]: Vec): Vec {
  const [tx, ty, tz] = [2 * (qy * z - qz * y), 2 * (qz * x - qx * z), 2 * (qx * y - qy * x)];
  return [x + qw * tx + qy * tz - qz * ty, y + qw * ty + qz * tx - qx * tz, z + qw * tz + qx * ty - qy * tx];
}

/** The thing seems to turn to the right by `right` and downwards by `down`. */
export function turnBy(view: View, right: number, down: number): View {
  const yaw: Turn = [0, Math.sin(-right / 2), 0, Math.cos(-right / 2)];
  const pitch: Turn = [Math.sin(-down / 2), 0, 0, Math.cos(-down / 2)];
  const turn = times(times(view.turn, yaw), pitch);
  const length = Math.hypot(...turn);
  return { ...view, turn: turn.map((part) => part / length) as unknown as Turn };
}

/** The thing moves by these parts of the picture's height, to the right and downwards. */
export function panBy(view: View, right: number, down: number): View {
  const [x, y, z] = turned(view.turn, [-right * view.height, down * view.height, 0]);
  const [tx, ty, tz] = view.target;
  return { ...view, target: [tx + x, ty + y, tz + z] };
}

/** Above 1 things get larger. From one nanometre to ten metres: beyond, float32 draws nothing sensible. */
export function zoomBy(view: View, factor: number): View {
  return { ...view, height: Math.min(1e10, Math.max(1, view.height / factor)) };
}

export interface Ball {
  centre: Vec;
  radius: number;
}

/** Looks at the whole ball; `aspect` is the picture's width by its height. */
export function whole(view: View, { centre, radius }: Ball, aspect: number): View {
  const around = (2.1 * Math.max(radius, 1)) / Math.min(1, aspect);
  // In perspective the near half is larger than at the target.
  return { ...view, target: centre, height: view.perspective ? around / Math.cos(ANGLE / 2) : around };
}

/** From the eye to the target; the same picture of the target in both projections. */
export const distanceOf = (view: View): number => view.height / 2 / Math.tan(ANGLE / 2);

export function eyeOf(view: View): Vec {
  const [x, y, z] = turned(view.turn, [0, 0, distanceOf(view)]);
  const [tx, ty, tz] = view.target;
  return [tx + x, ty + y, tz + z];
}

/** The ball around the middle of a box that holds all boxes. Null for none. */
export function ballAround(boxes: readonly { low: Vec; high: Vec }[]): Ball | null {
  if (boxes.length === 0) return null;
  const ends = [0, 1, 2].map((axis) => [
    Math.min(...boxes.map(({ low }) => low[axis]!)),
    Math.max(...boxes.map(({ high }) => high[axis]!)),
  ]);
  const centre = ends.map(([low, high]) => (low! + high!) / 2) as unknown as Vec;
  return { centre, radius: Math.hypot(...ends.map(([low, high]) => (high! - low!) / 2)) };
}

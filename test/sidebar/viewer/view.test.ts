// The view's arithmetic: turning, moving, zooming, and everything in sight whatever the side.
import {
  ANGLE,
  type BoundingBox,
  ballAround,
  type CameraView,
  distanceOf,
  eyeOf,
  FRONT,
  fitView,
  panBy,
  rotate,
  turnBy,
  type Vec,
  zoomBy,
} from '../../../sidebar/viewer/view';
import { random } from '../../../workbench/random';

const SEED = 3;
const start: CameraView = { target: [10, 20, 30], turn: FRONT, height: 100, perspective: false };
const close = (a: readonly number[], b: readonly number[]) =>
  a.forEach((x, i) => {
    expect(x).toBeCloseTo(b[i]!, 6);
  });

test('from the front x is right, y down and z away', () => {
  close(rotate(FRONT, [1, 0, 0]), [1, 0, 0]);
  close(rotate(FRONT, [0, 1, 0]), [0, -1, 0]);
  close(eyeOf(start), [10, 20, 30 - 50 / Math.tan(ANGLE / 2)]);
});

test('a turn to the right brings the left side to the front; four quarters are none', () => {
  const right = turnBy(start, Math.PI / 2, 0);
  close(eyeOf(right), [10 - distanceOf(start), 20, 30]);
  const down = turnBy(start, 0, Math.PI / 2);
  close(eyeOf(down), [10, 20 - distanceOf(start), 30]);
  let round = start;
  for (let i = 0; i < 4; i++) round = turnBy(round, Math.PI / 2, 0);
  close(eyeOf(round), eyeOf(start));
});

test('moving right by a tenth of the picture moves what is looked at to the left', () => {
  close(panBy(start, 0.1, 0).target, [0, 20, 30]);
  close(panBy(start, 0, 0.1).target, [10, 10, 30]);
});

test('zoom stays within what can be drawn', () => {
  expect(zoomBy(start, 2).height).toBe(50);
  expect(zoomBy(start, 1e12).height).toBe(1);
  expect(zoomBy(start, 1e-12).height).toBe(1e10);
});

test(`everything is in sight after "show all", from random sides (seed ${SEED})`, () => {
  const next = random(SEED);
  for (let round = 0; round < 300; round++) {
    const low: Vec = [next() * 1e5, next() * 1e5, next() * 1e5];
    const high: Vec = [low[0] + next() * 1e5, low[1] + next() * 1e4, low[2] + next() * 1e3];
    const boxes: BoundingBox[] = [{ low, high }];
    const aspect = 0.4 + 2 * next();
    const side = turnBy({ ...start, perspective: round % 2 === 1 }, next() * 6, next() * 6);
    const view = fitView(side, boxes, aspect);
    const [right, up, back] = (
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ] as Vec[]
    ).map((axis) => rotate(view.turn, axis));
    const along = (point: Vec, axis: Vec) =>
      point.reduce((sum, x, i) => sum + (x - view.target[i]!) * axis[i]!, 0);
    for (const x of [low[0], high[0]]) {
      for (const y of [low[1], high[1]]) {
        for (const z of [low[2], high[2]]) {
          const near = view.perspective ? distanceOf(view) / (distanceOf(view) - along([x, y, z], back!)) : 1;
          expect(near).toBeGreaterThan(0);
          const [px, py] = [along([x, y, z], right!) * near, along([x, y, z], up!) * near];
          expect(Math.abs(px)).toBeLessThan((view.height / 2) * aspect * 1.02);
          expect(Math.abs(py)).toBeLessThan((view.height / 2) * 1.02);
        }
      }
    }
  }
});

test('nothing to show leaves the view alone, and has no ball around it', () => {
  expect(fitView(start, [], 1)).toBe(start);
  expect(ballAround([])).toBeNull();
  expect(ballAround([{ low: [0, 0, 0], high: [2, 4, 4] }])).toEqual({ centre: [1, 2, 2], radius: 3 });
});

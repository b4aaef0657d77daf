// Runs inside the page of a test: draws one large random skeleton repeatedly from all sides.
import { boxOf, type Neuron } from '../../../sidebar/viewer/decode';
import { SkeletonScene } from '../../../sidebar/viewer/scene';
import { type CameraView, FRONT, fitView, turnBy } from '../../../sidebar/viewer/view';

/** A random tree with `vertices` points about 60 nm apart, and a short side branch at every eighth. */
function tree(vertices: number): Neuron {
  let state = 45_000;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const positions = new Float32Array(3 * vertices);
  const pairs = new Uint32Array(2 * (vertices - 1));
  let heading = [1, 0, 0];
  let last = 0;
  for (let i = 1; i < vertices; i++) {
    const thorn = i % 8 === 0;
    const branch = random() < 0.002;
    const from = branch ? Math.floor(random() * i) : last;
    const step = thorn ? 300 : 60;
    const way = heading.map((x) => x + (branch || thorn ? 2 : 0.1) * (random() - 0.5));
    const unit = way.map((x) => x / Math.hypot(...way));
    for (let axis = 0; axis < 3; axis++) {
      positions[3 * i + axis] = positions[3 * from + axis]! + step * unit[axis]!;
    }
    pairs.set([from, i], 2 * (i - 1));
    if (thorn) continue;
    heading = unit;
    last = i;
  }
  const radii = Float32Array.from({ length: vertices }, () => 20 + 200 * random());
  const compartments = new Uint8Array(vertices);
  const offset = [0, 0, 0] as const;
  return {
    id: '1',
    offset,
    positions,
    radii,
    compartments,
    pairs,
    soma: null,
    cable: 0,
    current: true,
    ...boxOf(positions, offset),
  };
}

/** Milliseconds for each of `frames` drawings of 700 × 650 pixels; waits for the last pixel of each. */
function measure(vertices: number, frames: number): number[] {
  const canvas = document.createElement('canvas');
  const scene = new SkeletonScene(canvas);
  scene.resize(700, 650, 1);
  const neuron = tree(vertices);
  scene.addNeuron(neuron, '#FFDD33');
  scene.look({ coloring: 'thickness', log: true, widthFactor: 1, dark: true }, { low: 20, high: 220 });
  const start: CameraView = { target: [0, 0, 0], turn: FRONT, height: 1, perspective: false };
  let view = fitView(start, [neuron], 700 / 650);
  const gl = canvas.getContext('webgl2')!;
  const pixel = new Uint8Array(4);
  const took: number[] = [];
  for (let i = 0; i < frames; i++) {
    view = turnBy(view, 0.1, 0.03);
    const from = performance.now();
    scene.draw(view);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    took.push(performance.now() - from);
  }
  return took;
}

Object.assign(window, { measure });

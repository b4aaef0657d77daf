// What keys do, and the scale bar that follows.

import { captionText, scaleBar } from '../../../sidebar/viewer/caption';
import { keyAction } from '../../../sidebar/viewer/keys';
import { type CameraView, eyeOf, FRONT } from '../../../sidebar/viewer/view';

const start: CameraView = { target: [0, 0, 0], turn: FRONT, height: 1000, perspective: false };
const after = (key: string, shift = false): CameraView => {
  const action = keyAction(key, shift);
  if (typeof action !== 'function') throw new Error(`${key} does ${String(action)}`);
  return action(start);
};

test('arrows turn, with Shift they move', () => {
  expect(eyeOf(after('ArrowRight'))[0]).toBeLessThan(0);
  expect(eyeOf(after('ArrowLeft'))[0]).toBeGreaterThan(0);
  expect(eyeOf(after('ArrowDown'))[1]).toBeLessThan(0);
  expect(after('ArrowRight').target).toEqual(start.target);
  expect(after('ArrowRight', true).target[0]).toBe(-80);
  expect(after('ArrowUp', true).target[1]).toBe(80);
});

test('plus and minus zoom, 0 and Home fit, other keys are left to the page', () => {
  expect(after('+').height).toBeLessThan(1000);
  expect(after('=').height).toBe(after('+').height);
  expect(after('-').height).toBeGreaterThan(1000);
  expect(['0', 'Home'].map((key) => keyAction(key, false))).toEqual(['fit', 'fit']);
  expect(['Tab', 'Enter', 'a', 'constructor'].map((key) => keyAction(key, false))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('the scale bar is round and not longer than its place', () => {
  for (const height of [3, 47, 1000, 123_456, 9.9e8]) {
    const { nm, pixels } = scaleBar({ ...start, height }, 600);
    expect(pixels).toBeLessThanOrEqual(160);
    expect(pixels).toBeGreaterThan(60);
    expect(pixels * (height / 600)).toBeCloseTo(nm, 6);
  }
});

test('the picture in words', () => {
  const look = { coloring: 'thickness', log: true, widthFactor: 1, dark: true } as const;
  const what = {
    renderOptions: look,
    view: start,
    range: { low: 150, high: 440 },
    compartments: [1, 2],
    names: [],
  };
  expect(captionText(what, 600)).toBe('Colour is the radius, 150 to 440 nm, logarithmic. Scale bar 200 nm.');
  expect(captionText({ ...what, renderOptions: { ...look, coloring: 'compartment' } }, 600)).toMatch(
    /^Colours: soma, axon\./,
  );
  expect(captionText({ ...what, range: null }, 600)).toMatch(/^No radius is known/);
});

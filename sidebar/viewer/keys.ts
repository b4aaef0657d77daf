// Turns keys into changes of the view.
import { type CameraView, panBy, turnBy, zoomBy } from './view';

const KEY_TURN = Math.PI / 18;
const KEY_PAN = 0.08;
const KEY_ZOOM = 1.2;

/** The change for a key, or null: arrows turn, with Shift they pan; + and − zoom; 0 and Home fit. */
export function keyAction(key: string, shift: boolean): ((view: CameraView) => CameraView) | 'fit' | null {
  const step: Record<string, readonly [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  if (Object.hasOwn(step, key)) {
    const [x, y] = step[key]!;
    if (shift) return (view) => panBy(view, x * KEY_PAN, y * KEY_PAN);
    return (view) => turnBy(view, x * KEY_TURN, y * KEY_TURN);
  }
  if (key === '+' || key === '=') return (view) => zoomBy(view, KEY_ZOOM);
  if (key === '-' || key === '_' || key === '−') return (view) => zoomBy(view, 1 / KEY_ZOOM);
  return key === '0' || key === 'Home' ? 'fit' : null;
}

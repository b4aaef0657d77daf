// Turns mouse, touch and key events on the picture into changes of the view.
import { keyAction } from './keys';
import { type CameraView, panBy, turnBy, zoomBy } from './view';

export interface ViewHandle {
  readonly view: CameraView;
  change(view: CameraView): void;
  fit(): void;
}

/** Rotation in radians of a drag over the whole height. */
const TURN = Math.PI * 1.2;
export function attachControls(area: HTMLElement, handle: ViewHandle): void {
  /** Last positions of active pointers (fingers, mouse), by pointer id. */
  const down = new Map<number, { x: number; y: number }>();
  const onMove = (dx: number, dy: number, pan: boolean) => {
    const height = Math.max(1, area.clientHeight);
    const [right, below] = [dx / height, dy / height];
    handle.change(pan ? panBy(handle.view, right, below) : turnBy(handle.view, right * TURN, below * TURN));
  };

  area.addEventListener('pointerdown', (event) => {
    area.setPointerCapture(event.pointerId);
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    area.focus({ preventScroll: true });
  });
  const up = (event: PointerEvent) => down.delete(event.pointerId);
  area.addEventListener('pointerup', up);
  area.addEventListener('pointercancel', up);
  area.addEventListener('contextmenu', (event) => event.preventDefault());

  area.addEventListener('pointermove', (event) => {
    const last = down.get(event.pointerId);
    if (last === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    down.set(event.pointerId, now);
    const [dx, dy] = [now.x - last.x, now.y - last.y];
    if (other === undefined) {
      onMove(dx, dy, event.shiftKey || event.ctrlKey || (event.buttons & 6) !== 0);
      return;
    }
    // Two fingers: the change of their distance zooms, the movement of their middle pans.
    const gap = (at: { x: number; y: number }) => Math.max(10, Math.hypot(at.x - other.x, at.y - other.y));
    handle.change(zoomBy(handle.view, gap(now) / gap(last)));
    onMove(dx / 2, dy / 2, true);
  });

  area.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      // Wheel events may count lines or pages instead of pixels.
      const pixels = event.deltaY * (event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? 16 : 100);
      const factor = Math.exp(-Math.max(-300, Math.min(300, pixels)) * 0.002);
      // Keeps the point under the pointer in place.
      const box = area.getBoundingClientRect();
      const right = (event.clientX - box.left - box.width / 2) / box.height;
      const below = (event.clientY - box.top - box.height / 2) / box.height;
      const towards = panBy(handle.view, -right, -below);
      handle.change(panBy(zoomBy(towards, factor), right, below));
    },
    { passive: false },
  );

  area.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keyAction(event.key, event.shiftKey);
    if (action === null) return;
    event.preventDefault();
    if (action === 'fit') handle.fit();
    else handle.change(action(handle.view));
  });
}

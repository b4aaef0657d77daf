// The viewer's picture: canvas, overlay, and mouse, touch and key controls. Draws when something changes.
import { el, setAttr } from '../../src/ui/dom';
import { captionText, type OverlayContent } from './caption';
import { BACKGROUND, type ValueRange } from './colors';
import { attachControls } from './controls';
import { drawOverlay } from './overlay';
import type { RenderOptions } from './render-options';
import { SkeletonScene } from './scene';
import { type CameraView, FRONT, fitView } from './view';

/** If frames are slower during a movement, they are drawn with less detail, and in full when the movement pauses. */
const SLOW_MS = 70;
const PAUSE_MS = 400;
/** Screens with three or more device pixels per pixel would need many times the work without a visible difference. */
const MOST_RATIO = 2;

export const HELP =
  'Drag turns, Shift + drag moves, wheel or two fingers zoom. Keys: arrows turn, Shift + arrows move, + − zoom, 0 fits.';

export class ViewerCanvas {
  readonly node: HTMLElement;
  /** Null if the browser cannot draw in 3D. */
  readonly scene: SkeletonScene | null;
  view: CameraView = { target: [0, 0, 0], turn: FRONT, height: 1000, perspective: false };
  /** The user has moved the view: it is no longer fitted when further skeletons arrive. */
  isMoved = false;
  private look: RenderOptions;
  private range: ValueRange | null = null;
  private compartments: number[] = [];
  private readonly area: HTMLElement;
  private readonly paper = el('canvas', { class: 'paper', attrs: { 'aria-hidden': 'true' } });
  private waiting = false;
  /** Time of the last frame of a movement; 0 while nothing moves. */
  private drawnAt = 0;
  private slow = false;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(renderOptions: RenderOptions, onContextLoss: (words: string) => void) {
    this.look = renderOptions;
    const canvas = el('canvas', { class: 'drawn', attrs: { 'aria-hidden': 'true' } });
    this.area = el('div', {
      class: 'area',
      attrs: { tabindex: 0, role: 'application', 'aria-describedby': 'help', 'aria-label': 'Skeletons' },
    });
    let scene: SkeletonScene | null = null;
    try {
      scene = new SkeletonScene(canvas);
    } catch {
      // The caller reports it: the list of skeletons is still useful.
    }
    this.scene = scene;
    if (scene) this.area.append(canvas, this.paper);
    this.node = el(
      'div',
      { class: 'stage' },
      this.area,
      scene ? el('p', { class: 'help', attrs: { id: 'help' } }, HELP) : null,
    );
    canvas.addEventListener('webglcontextlost', () =>
      onContextLoss(
        'The browser took the graphics away. The picture comes back by itself, or close the window and open it again.',
      ),
    );
    canvas.addEventListener('webglcontextrestored', () => {
      onContextLoss('');
      this.draw();
    });
    const viewerCanvas = this;
    attachControls(this.area, {
      get view() {
        return viewerCanvas.view;
      },
      change: (view) => {
        this.isMoved = true;
        this.setView(view);
      },
      fit: () => this.fit(),
    });
    new ResizeObserver(() => this.resize()).observe(this.area);
  }

  setView(view: CameraView): void {
    this.view = view;
    this.draw();
  }

  setLook(renderOptions: RenderOptions, range: ValueRange | null, compartments: number[]): void {
    this.look = renderOptions;
    this.range = range;
    this.compartments = compartments;
    this.node.classList.toggle('dark', renderOptions.dark);
    this.scene?.look(renderOptions, range);
    this.draw();
  }

  /** Fits the view to everything visible, from the same side. */
  fit(): void {
    const aspect = this.area.clientWidth / Math.max(1, this.area.clientHeight);
    if (this.scene) this.setView(fitView(this.view, this.scene.boxes(), aspect));
  }

  /** Shows the view from the front, as at the start. */
  reset(): void {
    this.view = { ...this.view, turn: FRONT };
    this.fit();
  }

  /** Draws once before the next frame, for all changes until then. */
  draw(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame((now) => {
      this.waiting = false;
      if (this.drawnAt > 0) this.slow = now - this.drawnAt > SLOW_MS && now - this.drawnAt < PAUSE_MS;
      const rough = this.slow;
      this.drawNow(rough);
      this.drawnAt = now;
      clearTimeout(this.settling);
      this.settling = setTimeout(() => {
        this.drawnAt = 0;
        if (rough) this.drawNow();
      }, PAUSE_MS);
    });
  }

  private drawNow(rough = false): void {
    const { clientWidth: width, clientHeight: height } = this.area;
    if (!this.scene || width === 0 || height === 0) return;
    this.scene.draw(this.view, rough);
    const overlay = this.overlayContent([]);
    const context = this.paper.getContext('2d')!;
    const ratio = this.paper.width / width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    // Without a drawn object there is no scale.
    if (this.scene.boxes().length === 0) return;
    drawOverlay(context, width, height, overlay);
    setAttr(this.area, 'aria-label', `Skeletons in 3D. ${captionText(overlay, height)}`);
  }

  private overlayContent(names: OverlayContent['names']): OverlayContent {
    const { look: renderOptions, view, range, compartments } = this;
    return { renderOptions, view, range, compartments, names };
  }

  /** The visible picture as a PNG file, with colour key and scale bar. Null if nothing can be drawn. */
  picture(names: OverlayContent['names']): Promise<Blob | null> {
    const { clientWidth: width, clientHeight: height } = this.area;
    if (!this.scene || width === 0 || height === 0) return Promise.resolve(null);
    const source = this.scene.canvas;
    const sheet = el('canvas', { attrs: { width: source.width, height: source.height } });
    const context = sheet.getContext('2d')!;
    context.fillStyle = BACKGROUND(this.look.dark);
    context.fillRect(0, 0, sheet.width, sheet.height);
    // WebGL keeps the drawing only until this task ends, so copy it at once.
    this.scene.draw(this.view);
    context.drawImage(source, 0, 0);
    const ratio = source.width / width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawOverlay(context, width, height, this.overlayContent(names));
    return new Promise((resolve) => sheet.toBlob(resolve, 'image/png'));
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.area;
    if (!this.scene || width === 0 || height === 0) return;
    const ratio = Math.min(MOST_RATIO, window.devicePixelRatio || 1);
    this.scene.resize(width, height, ratio);
    this.paper.width = Math.round(width * ratio);
    this.paper.height = Math.round(height * ratio);
    if (this.isMoved) this.drawNow();
    else {
      this.fit();
      this.drawNow();
    }
  }
}

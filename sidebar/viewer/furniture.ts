// What is drawn over the picture, on the screen and into the saved file alike: the key of the colours, the scale bar.
import { COMPARTMENTS, colorAt, lengthWords, placeIn, type Range, ticksOf } from './colors';
import type { Look } from './look';
import type { View } from './view';
import { type Furniture, scaleOf } from './words';

const FACE = '12px Roboto, Arial, "Liberation Sans", sans-serif';
const ID_FACE = '11px "Roboto Mono", "Liberation Mono", monospace';
const MARGIN = 16;
const KEY_WIDTH = 220;
const BAR = 12;
/** `paper` is scaled so that one unit is a pixel of the page. */
export function drawFurniture(
  paper: CanvasRenderingContext2D,
  width: number,
  height: number,
  what: Furniture,
): void {
  const { look } = what;
  const ink = look.dark ? '#F1F3F4' : '#1F1F1F';
  paper.save();
  paper.font = FACE;
  paper.fillStyle = paper.strokeStyle = ink;
  paper.textBaseline = 'alphabetic';
  drawScale(paper, width, height, what.view);
  const key = { left: MARGIN, top: height - MARGIN - 46 };
  if (look.coloring === 'thickness' && what.range) drawKey(paper, key.left, key.top, what.range, look, ink);
  if (look.coloring === 'compartment') {
    drawList(
      paper,
      height,
      what.compartments.map((kind) => ({ id: COMPARTMENTS[kind]!.name, color: COMPARTMENTS[kind]!.color })),
      ink,
    );
  }
  if (look.coloring === 'neuron' && what.names.length > 0) {
    paper.font = ID_FACE;
    drawList(paper, height, what.names, ink);
  }
  paper.restore();
}

function drawScale(paper: CanvasRenderingContext2D, width: number, height: number, view: View): void {
  const { nm, pixels } = scaleOf(view, height);
  const [right, low] = [width - MARGIN, height - MARGIN];
  paper.fillRect(right - pixels, low - 4, pixels, 4);
  paper.textAlign = 'center';
  const where = view.perspective ? ' at the centre' : '';
  const words = `${lengthWords(nm)}${where}`;
  const half = paper.measureText(words).width / 2;
  paper.fillText(words, Math.min(right - half, right - pixels / 2), low - 10);
}

function drawKey(
  paper: CanvasRenderingContext2D,
  left: number,
  top: number,
  range: Range,
  look: Look,
  ink: string,
): void {
  paper.textAlign = 'left';
  paper.fillText(`Radius, nm${look.log ? ' (logarithmic)' : ''}`, left, top + 9);
  for (let x = 0; x < KEY_WIDTH; x++) {
    const { r, g, b } = colorAt(x / (KEY_WIDTH - 1), look.dark);
    paper.fillStyle = `rgb(${r} ${g} ${b})`;
    paper.fillRect(left + x, top + 16, 1.5, BAR);
  }
  paper.fillStyle = ink;
  const ticks = ticksOf(range, look.log);
  ticks.forEach((tick, i) => {
    const x = left + placeIn(range, tick, look.log) * KEY_WIDTH;
    paper.fillRect(Math.min(x, left + KEY_WIDTH - 1), top + 16 + BAR, 1, 4);
    paper.textAlign = i === 0 ? 'left' : i === ticks.length - 1 ? 'right' : 'center';
    const sign = i === 0 ? '≤ ' : i === ticks.length - 1 ? '≥ ' : '';
    paper.fillText(`${sign}${tick.toLocaleString('en-US')}`, x, top + 16 + BAR + 16);
  });
}

function drawList(
  paper: CanvasRenderingContext2D,
  height: number,
  rows: readonly { id: string; color: string }[],
  ink: string,
): void {
  const most = Math.max(1, Math.floor((height - 2 * MARGIN) / 18) - 1);
  const shown = rows.slice(0, most);
  const more = rows.length - shown.length;
  const lines = more > 0 ? [...shown, { id: `and ${more} more`, color: '' }] : shown;
  paper.textAlign = 'left';
  lines.forEach(({ id, color }, i) => {
    const y = height - MARGIN - (lines.length - 1 - i) * 18;
    if (color !== '') {
      paper.fillStyle = color;
      paper.fillRect(MARGIN, y - 10, BAR, BAR);
    }
    paper.fillStyle = ink;
    paper.fillText(id, MARGIN + 20, y);
  });
}

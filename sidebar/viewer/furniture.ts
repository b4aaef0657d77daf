// What is drawn over the picture, on the screen and into the saved file alike: the key of the colours, the scale bar.
import { COMPARTMENTS, colorAt, lengthWords, niceBelow, placeIn, type Range, ticksOf } from './colors';
import type { Look } from './scene';
import type { View } from './view';

export interface Furniture {
  look: Look;
  view: View;
  range: Range | null;
  /** Compartments that occur. */
  compartments: readonly number[];
  /** Names by colour, for a saved picture; empty on the screen, where the list is beside it. */
  names: readonly { id: string; color: string }[];
}

const FACE = '12px Roboto, Arial, "Liberation Sans", sans-serif';
const ID_FACE = '11px "Roboto Mono", "Liberation Mono", monospace';
const MARGIN = 16;
const KEY_WIDTH = 220;
const BAR = 12;
/** The scale bar's longest, in pixels of the page. */
const LONGEST = 160;

/** The bar's length as a round number; `height` is the picture's, in pixels. */
export function scaleOf(view: View, height: number): { nm: number; pixels: number } {
  const each = view.height / height;
  const nm = niceBelow(each * LONGEST);
  return { nm, pixels: nm / each };
}

/** The same in words, for those who do not see it. */
export function inWords({ look, view, range, compartments }: Furniture, height: number): string {
  const scale = `Scale bar ${lengthWords(scaleOf(view, height).nm)}.`;
  if (look.coloring === 'neuron') return `Each skeleton has its own colour. ${scale}`;
  if (look.coloring === 'compartment') {
    return `Colours: ${compartments.map((kind) => COMPARTMENTS[kind]!.name).join(', ')}. ${scale}`;
  }
  if (!range) return `No radius is known. ${scale}`;
  return `Colour is the radius, ${range.low} to ${range.high} nm, ${look.log ? 'logarithmic' : 'linear'}. ${scale}`;
}

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

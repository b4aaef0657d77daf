// Draws the colour key and the scale bar over the picture, on the screen and in the saved file.

import { type OverlayContent, scaleBar } from './caption';
import { COMPARTMENTS, colorAt, lengthText, placeIn, ticksOf, type ValueRange } from './colors';
import type { RenderOptions } from './render-options';
import type { CameraView } from './view';

const FACE = '12px Roboto, Arial, "Liberation Sans", sans-serif';
const ID_FACE = '11px "Roboto Mono", "Liberation Mono", monospace';
const MARGIN = 16;
const KEY_WIDTH = 220;
const BAR = 12;
/** `context` is scaled so that one unit is a CSS pixel. */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  what: OverlayContent,
): void {
  const { renderOptions } = what;
  const ink = renderOptions.dark ? '#F1F3F4' : '#1F1F1F';
  context.save();
  context.font = FACE;
  context.fillStyle = context.strokeStyle = ink;
  context.textBaseline = 'alphabetic';
  drawScale(context, width, height, what.view);
  const key = { left: MARGIN, top: height - MARGIN - 46 };
  if (renderOptions.coloring === 'thickness' && what.range)
    drawKey(context, key.left, key.top, what.range, renderOptions, ink);
  if (renderOptions.coloring === 'compartment') {
    drawList(
      context,
      height,
      what.compartments.map((kind) => ({ id: COMPARTMENTS[kind]!.name, color: COMPARTMENTS[kind]!.color })),
      ink,
    );
  }
  if (renderOptions.coloring === 'neuron' && what.names.length > 0) {
    context.font = ID_FACE;
    drawList(context, height, what.names, ink);
  }
  context.restore();
}

function drawScale(context: CanvasRenderingContext2D, width: number, height: number, view: CameraView): void {
  const { nm, pixels } = scaleBar(view, height);
  const [right, low] = [width - MARGIN, height - MARGIN];
  context.fillRect(right - pixels, low - 4, pixels, 4);
  context.textAlign = 'center';
  const where = view.perspective ? ' at the centre' : '';
  const words = `${lengthText(nm)}${where}`;
  const half = context.measureText(words).width / 2;
  context.fillText(words, Math.min(right - half, right - pixels / 2), low - 10);
}

function drawKey(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  range: ValueRange,
  renderOptions: RenderOptions,
  ink: string,
): void {
  context.textAlign = 'left';
  context.fillText(`Radius, nm${renderOptions.log ? ' (logarithmic)' : ''}`, left, top + 9);
  for (let x = 0; x < KEY_WIDTH; x++) {
    const { r, g, b } = colorAt(x / (KEY_WIDTH - 1), renderOptions.dark);
    context.fillStyle = `rgb(${r} ${g} ${b})`;
    context.fillRect(left + x, top + 16, 1.5, BAR);
  }
  context.fillStyle = ink;
  const ticks = ticksOf(range, renderOptions.log);
  ticks.forEach((tick, i) => {
    const x = left + placeIn(range, tick, renderOptions.log) * KEY_WIDTH;
    context.fillRect(Math.min(x, left + KEY_WIDTH - 1), top + 16 + BAR, 1, 4);
    context.textAlign = i === 0 ? 'left' : i === ticks.length - 1 ? 'right' : 'center';
    const sign = i === 0 ? '≤ ' : i === ticks.length - 1 ? '≥ ' : '';
    context.fillText(`${sign}${tick.toLocaleString('en-US')}`, x, top + 16 + BAR + 16);
  });
}

function drawList(
  context: CanvasRenderingContext2D,
  height: number,
  rows: readonly { id: string; color: string }[],
  ink: string,
): void {
  const most = Math.max(1, Math.floor((height - 2 * MARGIN) / 18) - 1);
  const firstRows = rows.slice(0, most);
  const more = rows.length - firstRows.length;
  const lines = more > 0 ? [...firstRows, { id: `and ${more} more`, color: '' }] : firstRows;
  context.textAlign = 'left';
  lines.forEach(({ id, color }, i) => {
    const y = height - MARGIN - (lines.length - 1 - i) * 18;
    if (color !== '') {
      context.fillStyle = color;
      context.fillRect(MARGIN, y - 10, BAR, BAR);
    }
    context.fillStyle = ink;
    context.fillText(id, MARGIN + 20, y);
  });
}

// The picture's caption: the scale bar's length, and the meaning of the colours.
import { COMPARTMENTS, lengthText, niceBelow, type ValueRange } from './colors';
import type { RenderOptions } from './render-options';
import type { CameraView } from './view';

export interface OverlayContent {
  renderOptions: RenderOptions;
  view: CameraView;
  range: ValueRange | null;
  /** Compartments in the data. */
  compartments: readonly number[];
  /** Names by colour, for a saved picture; empty on the screen, where the list is visible. */
  names: readonly { id: string; color: string }[];
}

/** Longest scale bar, in CSS pixels. */
const LONGEST = 160;

/** A round length for the scale bar; `height` is the picture's height in pixels. */
export function scaleBar(view: CameraView, height: number): { nm: number; pixels: number } {
  const each = view.height / height;
  const nm = niceBelow(each * LONGEST);
  return { nm, pixels: nm / each };
}

/** The same as text, for screen readers. */
export function captionText(
  { renderOptions, view, range, compartments }: OverlayContent,
  height: number,
): string {
  const scale = `Scale bar ${lengthText(scaleBar(view, height).nm)}.`;
  if (renderOptions.coloring === 'neuron') return `Each skeleton has its own colour. ${scale}`;
  if (renderOptions.coloring === 'compartment') {
    return `Colours: ${compartments.map((kind) => COMPARTMENTS[kind]!.name).join(', ')}. ${scale}`;
  }
  if (!range) return `No radius is known. ${scale}`;
  return `Colour is the radius, ${range.low} to ${range.high} nm, ${renderOptions.log ? 'logarithmic' : 'linear'}. ${scale}`;
}

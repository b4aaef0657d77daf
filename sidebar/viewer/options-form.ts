// The form of drawing options: colour, width, projection, background.
import { el, uniqueName } from '../../src/ui/dom';
import type { RenderOptions } from './render-options';

export interface Options extends RenderOptions {
  perspective: boolean;
}

export const DEFAULT_OPTIONS: Options = {
  coloring: 'thickness',
  log: true,
  widthFactor: 1,
  dark: true,
  perspective: false,
};

type Choice = readonly [value: string, words: string];

const COLORING: readonly Choice[] = [
  ['thickness', 'by thickness'],
  ['neuron', 'by neuron'],
  ['compartment', 'by compartment'],
];
const SCALES: readonly Choice[] = [
  ['log', 'logarithmic'],
  ['linear', 'linear'],
];
const WIDTHS: readonly Choice[] = [
  ['1', 'as measured'],
  ['3', '3 times'],
  ['10', '10 times'],
  ['0', 'thin lines'],
];
const PROJECTIONS: readonly Choice[] = [
  ['flat', 'orthographic'],
  ['perspective', 'perspective'],
];
const BACKGROUNDS: readonly Choice[] = [
  ['dark', 'dark'],
  ['light', 'light'],
];

export class OptionsForm {
  readonly node: HTMLElement;
  private readonly color: HTMLSelectElement;
  private readonly scale: HTMLSelectElement;

  constructor(
    private options: Options,
    onChange: (options: Options) => void,
  ) {
    const take = (change: (value: string) => Partial<Options>) => (value: string) => {
      this.options = { ...this.options, ...change(value) };
      this.scale.disabled = this.options.coloring !== 'thickness';
      onChange(this.options);
    };
    const rows = [
      field(
        'Colour',
        COLORING,
        take((value) => ({ coloring: value as Options['coloring'] })),
      ),
      field(
        'Colour scale',
        SCALES,
        take((value) => ({ log: value === 'log' })),
      ),
      field(
        'Width',
        WIDTHS,
        // biome-ignore lint/plugin: an option of ours
        take((value) => ({ widthFactor: Number(value) })),
      ),
      field(
        'Projection',
        PROJECTIONS,
        take((value) => ({ perspective: value === 'perspective' })),
      ),
      field(
        'Background',
        BACKGROUNDS,
        take((value) => ({ dark: value === 'dark' })),
      ),
    ];
    this.color = rows[0]!.select;
    this.scale = rows[1]!.select;
    this.node = el('div', { class: 'options' }, ...rows.flatMap(({ label, select }) => [label, select]));
  }

  /** Disables options for which the skeletons have no data. */
  know(radii: boolean, compartments: boolean): void {
    const options = [...this.color.options];
    options[0]!.disabled = !radii;
    options[2]!.disabled = !compartments;
    options[0]!.text = radii ? 'by thickness' : 'by thickness (no radius told)';
    options[2]!.text = compartments ? 'by compartment' : 'by compartment (none told)';
    if (!radii && this.options.coloring === 'thickness') {
      this.color.value = 'neuron';
      this.color.dispatchEvent(new Event('change'));
    }
  }
}

function field(
  words: string,
  choices: readonly Choice[],
  take: (value: string) => void,
): { label: HTMLElement; select: HTMLSelectElement } {
  const id = uniqueName('option');
  const select = el(
    'select',
    { attrs: { id } },
    ...choices.map(([value, text]) => el('option', { attrs: { value } }, text)),
  );
  select.addEventListener('change', () => take(select.value));
  return { label: el('label', { attrs: { for: id } }, words), select };
}

// The list beside the picture: a row per neuron with its colour, id and length, and check boxes to show it.
import { button, el, fill, setText, uniqueName } from '../../src/ui/dom';
import { countText } from '../format';
import { idChip } from '../parts/copy';
import { asCallError } from '../server';
import { lengthText } from './colors';
import type { Neuron } from './decode';
import { loadMesh } from './load';
import type { SkeletonScene } from './scene';

export interface LegendActions {
  scene: SkeletonScene | null;
  /** Called when something is shown or hidden. */
  onChange(): void;
  meshes: boolean;
}

export class Legend {
  readonly node = el('ul', { class: 'legend', attrs: { 'aria-label': 'Skeletons' } });
  private readonly boxes = new Map<string, HTMLInputElement>();

  constructor(private readonly actions: LegendActions) {}

  add(neuron: Neuron, color: string): void {
    const { id } = neuron;
    const name = uniqueName('show');
    const box = el('input', {
      attrs: { type: 'checkbox', id: name, checked: true, 'aria-label': `Show ${id}` },
    });
    box.addEventListener('change', () => this.show(id, box.checked));
    this.boxes.set(id, box);
    const swatch = el('span', { class: 'swatch', attrs: { 'aria-hidden': 'true' } });
    swatch.style.backgroundColor = color;
    const parts = [
      `${lengthText(neuron.cable)} of cable`,
      countText(neuron.radii.length, 'vertex', 'vertices'),
      ...(neuron.soma === null ? ['no soma told'] : []),
    ];
    const single = (which: string | null) => () => {
      this.actions.scene?.single(which);
      this.actions.onChange();
    };
    this.node.append(
      el(
        'li',
        {
          attrs: { 'data-id': id },
          on: {
            mouseenter: single(id),
            mouseleave: single(null),
            focusin: single(id),
            focusout: single(null),
          },
        },
        el(
          'div',
          { class: 'row' },
          box,
          el('label', { class: 'swatch-label', attrs: { for: name } }, swatch),
          idChip(id),
        ),
        el('p', { class: 'soft' }, parts.join(' · ')),
        freshness(neuron),
        this.actions.meshes && this.actions.scene ? meshBox(id, 'mesh', color, 0.35, this.actions) : null,
      ),
    );
  }

  clear(): void {
    fill(this.node);
    this.boxes.clear();
  }

  showAll(visible: boolean): void {
    for (const [id, box] of this.boxes) {
      box.checked = visible;
      this.actions.scene?.show(id, visible);
    }
    this.actions.onChange();
  }

  /** Ids of visible neurons. */
  visibleIds(): string[] {
    return [...this.boxes].filter(([, box]) => box.checked).map(([id]) => id);
  }

  private show(id: string, visible: boolean): void {
    this.actions.scene?.show(id, visible);
    this.actions.onChange();
  }
}

function freshness({ current }: Neuron): HTMLElement | null {
  if (current === true) return null;
  return current === null
    ? el('p', { class: 'soft' }, 'Whether it is current is not known: CAVE did not answer.')
    : el('p', { class: 'stale' }, 'Out of date: drawn as it was before an edit replaced it.');
}

/** A check box that loads and shows a mesh; reports its progress, or why there is none. */
export function meshBox(
  id: string,
  label: string,
  color: string,
  dense: number,
  { scene, onChange }: LegendActions,
): HTMLElement {
  const message = el('span', { class: 'soft', attrs: { role: 'status' } });
  const box = el('input', { attrs: { type: 'checkbox' } });
  let turn = 0;
  const come = async () => {
    turn += 1;
    const mine = turn;
    const isWanted = () => box.checked && mine === turn;
    scene?.removeMesh(id);
    setText(message, '');
    if (!box.checked) return onChange();
    setText(message, 'making…');
    try {
      const triangles = await loadMesh(id, isWanted, (words) => setText(message, words));
      if (triangles === null || !isWanted()) return;
      scene?.addMesh(id, triangles, color, dense);
      setText(message, countText(triangles.faces.length / 3, 'triangle'));
      onChange();
    } catch (error) {
      if (!isWanted()) return;
      box.checked = false;
      setText(message, asCallError(error).message);
    }
  };
  box.addEventListener('change', () => void come());
  return el('div', { class: 'mesh' }, el('label', {}, box, label), message);
}

/** "All" and "None" above the list. */
export const allOrNone = (legend: Legend): HTMLElement =>
  el(
    'span',
    { class: 'row' },
    button('All', 'text', () => legend.showAll(true), { 'aria-label': 'All: show' }),
    button('None', 'text', () => legend.showAll(false), { 'aria-label': 'None: hide all' }),
  );

// Starts the viewer: asks the add-on what to show, loads it, and connects list, options and picture.
import type { ViewerStart } from '../../src/addon/interfaces/api';
import { button, el, fill, setText, workButton } from '../../src/ui/dom';
import { refuseStrayDrops } from '../../src/ui/stray-drops';
import { countText } from '../format';
import { ErrorBox } from '../parts/error-box';
import { asCallError, call } from '../server';
import { ViewerCanvas } from './canvas';
import { COMPARTMENTS, type ValueRange, valueRange } from './colors';
import type { Neuron } from './decode';
import { viewerFrame } from './frame';
import { allOrNone, Legend, type LegendActions, meshBox } from './legend';
import { loadSkeletons, type Missing } from './load';
import { missingList } from './missing';
import { DEFAULT_OPTIONS, type Options, OptionsForm } from './options-form';
import { Resolver } from './resolve';

const NO_3D =
  'This browser cannot draw in 3D here: WebGL 2 is switched off or missing. Switch hardware acceleration on in the ' +
  'browser’s settings, or open the spreadsheet in another browser. The list beside works without it.';

class Viewer {
  private options: Options = DEFAULT_OPTIONS;
  private readonly neurons = new Map<string, Neuron>();
  private missing: Missing[] = [];
  private scales: { range: ValueRange | null; compartments: number[] } = { range: null, compartments: [] };
  private start: ViewerStart | null = null;
  /** Number of the current request: replies to earlier ones are dropped. */
  private turn = 0;
  private readonly status = el('p', { class: 'status', attrs: { role: 'status' } });
  private readonly notes = el('p', { class: 'soft' });
  private readonly error = new ErrorBox();
  private readonly gaps = el('div', { class: 'gaps' });
  private readonly outline = el('div', {});
  private readonly over = el('p', { class: 'over', attrs: { role: 'alert', hidden: true } });
  private readonly canvas = new ViewerCanvas(DEFAULT_OPTIONS, (words) => this.showMessage(words));
  private readonly form = new OptionsForm(DEFAULT_OPTIONS, (options) => this.choose(options));
  private readonly ways: LegendActions = {
    scene: this.canvas.scene,
    onChange: () => this.canvas.draw(),
    meshes: false,
  };
  private readonly legend = new Legend(this.ways);

  constructor(root: HTMLElement) {
    this.canvas.node.append(this.over);
    const tools = el(
      'div',
      { class: 'row tools' },
      button('Fit view', 'plain', () => this.canvas.fit(), { title: 'Everything in sight (key 0)' }),
      button('Front', 'plain', () => this.canvas.reset(), { title: 'As it was opened' }),
      workButton('Save picture', 'plain', () => this.save()),
    );
    const side = el(
      'aside',
      { class: 'side scroll', attrs: { 'aria-label': 'What is shown' } },
      this.status,
      this.notes,
      this.error.node,
      ...(this.canvas.scene ? [this.form.node, tools] : []),
      this.outline,
      el(
        'div',
        { class: 'row list-head' },
        el('h2', {}, 'Skeletons'),
        el('span', { class: 'grow' }),
        allOrNone(this.legend),
      ),
      this.legend.node,
      this.gaps,
      workButton('Show the selection now', 'text', () => this.open(true)),
    );
    fill(root, viewerFrame('Skeletons', this.canvas.node, side));
    this.canvas.setLook(DEFAULT_OPTIONS, null, []);
    if (this.canvas.scene === null) this.showMessage(NO_3D);
  }

  /** `again`: loads the current selection instead of the ids that the window was opened for. */
  async open(again: boolean): Promise<void> {
    this.turn += 1;
    const mine = this.turn;
    this.error.clear();
    setText(this.status, 'Reading the ids…');
    try {
      const start = await call('viewerStart', again);
      if (mine !== this.turn) return;
      this.begin(start);
      await this.load(start.neurons.map(({ id }) => id));
    } catch (error) {
      if (mine !== this.turn) return;
      setText(this.status, 'Not all could be shown.');
      this.error.show(asCallError(error), [workButton('Try again', 'plain', () => this.open(again))]);
    }
  }

  private begin(start: ViewerStart): void {
    this.start = start;
    this.ways.meshes = start.meshes;
    this.neurons.clear();
    this.missing = [];
    this.legend.clear();
    this.canvas.scene?.clear();
    this.canvas.isMoved = false;
    fill(this.gaps);
    fill(
      this.outline,
      start.meshes ? meshBox('', 'Outline of the dataset', '#9AA0A6', 0.18, this.ways) : null,
    );
    const notes = [
      start.datastack,
      ...(start.leftOut > 0
        ? [`${countText(start.leftOut, 'more id')} selected: the first ${start.neurons.length} are shown`]
        : []),
      ...(start.damaged > 0 ? [`${countText(start.damaged, 'cell')} without an id`] : []),
      ...(start.meshes ? [] : ['meshes need the companion service (Settings)']),
    ];
    setText(this.notes, notes.join(' · '));
  }

  private async load(ids: readonly string[]): Promise<void> {
    const { turn } = this;
    const before = this.neurons.size;
    const all = before + ids.length;
    this.missing = this.missing.filter(({ id }) => !ids.includes(id));
    let count = before;
    setText(this.status, `Loading ${countText(ids.length, 'skeleton')}…`);
    await loadSkeletons(
      ids,
      () => turn === this.turn,
      (neurons, missing) => {
        count += neurons.length + missing.length;
        this.missing.push(...missing);
        for (const neuron of neurons) this.take(neuron);
        setText(this.status, `Loading… ${count} of ${all}`);
        this.enableOptions();
        this.show();
        if (!this.canvas.isMoved) this.canvas.fit();
      },
    );
    if (turn !== this.turn) return;
    this.showSummary();
  }

  private take(neuron: Neuron): void {
    const color = this.colorOf(neuron.id);
    this.neurons.set(neuron.id, neuron);
    this.canvas.scene?.addNeuron(neuron, color);
    this.legend.add(neuron, color);
  }

  private colorOf(id: string): string {
    return this.start?.neurons.find((each) => each.id === id)?.color ?? '#9AA0A6';
  }

  private showSummary(): void {
    const total = this.start?.neurons.length ?? 0;
    const here = this.neurons.size;
    setText(
      this.status,
      here === total ? countText(here, 'skeleton') : `${here} of ${countText(total, 'skeleton')}`,
    );
    if (this.canvas.scene === null) return;
    this.showMessage(here > 0 ? '' : 'There is no skeleton to draw yet: the list beside says why.');
  }

  private showMessage(words: string): void {
    setText(this.over, words);
    this.over.hidden = words === '';
  }

  private choose(options: Options): void {
    this.options = options;
    const { view } = this.canvas;
    if (view.perspective !== options.perspective) {
      this.canvas.setView({ ...view, perspective: options.perspective });
    }
    this.show();
  }

  /** Reads which data the skeletons have, and enables the options that need them. */
  private enableOptions(): void {
    const all = [...this.neurons.values()];
    if (all.length === 0) return;
    const range = valueRange(all.map(({ radii }) => radii));
    const kinds = new Set(all.flatMap(({ compartments }) => [...new Set(compartments)]));
    const compartments = [...kinds].filter((kind) => kind < COMPARTMENTS.length).sort();
    this.scales = { range, compartments };
    this.form.know(
      range !== null,
      compartments.some((kind) => kind > 0),
    );
  }

  private show(): void {
    this.canvas.setLook(this.options, this.scales.range, this.scales.compartments);
    fill(
      this.gaps,
      missingList(this.missing, (ids) => this.retry(ids)),
    );
  }

  private async retry(ids: string[]): Promise<void> {
    this.error.clear();
    try {
      await this.load(ids);
    } catch (error) {
      this.error.show(asCallError(error), [workButton('Try again', 'plain', () => this.retry(ids))]);
    }
    this.show();
  }

  private async save(): Promise<void> {
    const names = this.legend.visibleIds().map((id) => ({ id, color: this.colorOf(id) }));
    const blob = await this.canvas.picture(names);
    if (blob === null) {
      this.error.show({ code: 'INPUT', message: 'There is no picture to save.', transient: false });
      return;
    }
    const address = URL.createObjectURL(blob);
    el('a', { attrs: { href: address, download: `skeletons-${this.start?.datastack ?? ''}.png` } }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}

async function start(root: HTMLElement): Promise<void> {
  let mode: ViewerStart['mode'] = 'skeletons';
  try {
    mode = (await call('viewerStart', false)).mode;
  } catch {
    // The viewer asks again and shows the error.
  }
  await (mode === 'resolve' ? new Resolver(root).open() : new Viewer(root).open(false));
}

refuseStrayDrops(document);
void start(document.getElementById('app')!);

// Choosing between the pieces of split segments, one row after the other: the pieces in 3D, numbered, with what tells
// them apart. A click or a piece's number chooses; s skips; u takes the last choice back.

import type { DoubtfulRow, JobView, PiecesView, PieceView } from '../../src/addon/interfaces/api';
import { button, el, fill, linkElement, setText, workButton } from '../../src/ui/dom';
import { countText, numberText } from '../format';
import { isJobOpen } from '../job-text';
import { idChip } from '../parts/copy';
import { ErrorBox } from '../parts/error-box';
import { driveJob } from '../run/drive';
import { asCallError, call } from '../server';
import { ViewerCanvas } from './canvas';
import { loadSkeletons } from './load';
import { DEFAULT_OPTIONS } from './options-form';

/** Each piece in its own colour, wide enough to tell them apart. */
const LOOK = { ...DEFAULT_OPTIONS, coloring: 'neuron' as const, widthFactor: 1 };

export class Resolver {
  private rows: DoubtfulRow[] = [];
  private at = 0;
  private pieces: PiecesView | null = null;
  /** Number of the row that is loading: replies about earlier ones are dropped. */
  private turn = 0;
  private busy = false;
  private chosen = 0;
  private canUndo = false;
  private readonly status = el('p', { class: 'status', attrs: { role: 'status' } });
  private readonly error = new ErrorBox();
  private readonly list = el('ol', { class: 'pieces', attrs: { 'aria-label': 'Pieces' } });
  private readonly notes = el('p', { class: 'soft' });
  private readonly canvas = new ViewerCanvas(LOOK, (words) => setText(this.notes, words));
  private readonly undoButton = workButton('Undo the last', 'text', () => this.undo());

  constructor(root: HTMLElement) {
    const side = el(
      'aside',
      { class: 'side scroll', attrs: { 'aria-label': 'Pieces to choose between' } },
      this.status,
      this.error.node,
      this.list,
      el(
        'div',
        { class: 'row tools' },
        workButton('Skip', 'plain', () => this.skip()),
        this.undoButton,
      ),
      this.notes,
      this.batch(),
    );
    fill(root, el('div', { class: 'viewer' }, this.canvas.node, side));
    this.canvas.setLook(LOOK, null, []);
    document.addEventListener('keydown', (event) => this.key(event));
  }

  async open(): Promise<void> {
    await this.work(async () => {
      const { rows } = await call('resolveStart');
      this.rows = rows;
      this.at = 0;
      await this.show();
    });
  }

  private key(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const piece = this.pieces?.pieces['123456789'.indexOf(event.key)];
    if (piece !== undefined) void this.choose(piece);
    else if (event.key === 's') void this.skip();
    else if (event.key === 'u') void this.undo();
    else return;
    event.preventDefault();
  }

  private get row(): DoubtfulRow | undefined {
    return this.rows[this.at];
  }

  /** The row that is next, with its pieces and their skeletons. */
  private async show(): Promise<void> {
    this.turn += 1;
    const mine = this.turn;
    this.pieces = null;
    this.canvas.scene?.clear();
    this.canvas.touched = false;
    fill(this.list);
    setText(this.notes, '');
    this.undoButton.hidden = !this.canUndo;
    const { row } = this;
    if (row === undefined) {
      setText(this.status, this.endText());
      return;
    }
    setText(this.status, `Row ${row.row} of ${row.tab} (${this.at + 1} of ${this.rows.length}): loading…`);
    const pieces = await call('resolvePieces', row.id);
    if (mine !== this.turn) return;
    this.pieces = pieces;
    this.draw(row, pieces);
    void this.drawSkeletons(pieces, mine);
  }

  /** A choice need not wait for the pictures; a piece without one can still be chosen. */
  private async drawSkeletons(pieces: PiecesView, mine: number): Promise<void> {
    try {
      await this.addSkeletons(pieces, mine);
    } catch (thrown) {
      if (mine === this.turn) setText(this.notes, asCallError(thrown).message);
    }
  }

  private async addSkeletons(pieces: PiecesView, mine: number): Promise<void> {
    await loadSkeletons(
      pieces.pieces.map(({ id }) => id),
      () => mine === this.turn,
      (neurons) => {
        for (const neuron of neurons) {
          const number = pieces.pieces.findIndex(({ id }) => id === neuron.id);
          this.canvas.scene?.addNeuron(neuron, pieces.pieces[number]!.color);
          const soma = this.list.children[number]?.querySelector('.soma');
          if (soma) setText(soma, neuron.soma === null ? 'no soma known' : 'has the soma');
        }
        this.canvas.setLook(LOOK, null, []);
        if (!this.canvas.touched) this.canvas.fit();
      },
    );
  }

  private endText(): string {
    if (this.rows.length === 0) return 'No row waits for a choice.';
    return `That was the last row. ${countText(this.chosen, 'row')} settled.`;
  }

  private draw(row: DoubtfulRow, { pieces, exact, split }: PiecesView): void {
    setText(
      this.status,
      `Row ${row.row} of ${row.tab} (${this.at + 1} of ${this.rows.length}): which piece is meant?`,
    );
    fill(this.list, ...pieces.map((piece, i) => this.card(piece, i + 1, exact)));
    setText(
      this.notes,
      split
        ? `${row.id} was split. A choice writes the piece’s supervoxel into anchor_supervoxel of row ${row.row} and asks the row again.`
        : `${row.id} is one segment again: choose it to ask the row again.`,
    );
  }

  private card(piece: PieceView, number: number, exact: boolean): HTMLElement {
    const percent = `${exact ? '' : '≈ '}${(piece.share * 100).toFixed(1)} %`;
    const swatch = el('span', { class: 'swatch', attrs: { 'aria-hidden': 'true' } });
    swatch.style.backgroundColor = piece.color;
    const choose = workButton(`Choose ${number}`, 'plain', () => this.choose(piece));
    choose.disabled = piece.supervoxel === '';
    const single = (id: string | null) => () => {
      this.canvas.scene?.single(id);
      this.canvas.draw();
    };
    return el(
      'li',
      {
        class: 'piece',
        attrs: { 'data-id': piece.id },
        on: {
          mouseenter: single(piece.id),
          mouseleave: single(null),
          focusin: single(piece.id),
          focusout: single(null),
        },
      },
      el(
        'div',
        { class: 'row' },
        swatch,
        el('span', { class: 'strong' }, percent),
        el('span', { class: 'grow' }),
        choose,
      ),
      idChip(piece.id),
      el(
        'p',
        { class: 'soft' },
        `${figure(piece.volume, 'µm³', 1)} · synapses ${figure(piece.incoming)} in, ${figure(piece.outgoing)} out`,
      ),
      el(
        'p',
        { class: 'soft' },
        el('span', { class: 'soma' }, 'loading skeleton…'),
        ' · ',
        piece.link === '' ? 'no link' : linkElement(piece.link, 'in the viewer'),
      ),
      piece.supervoxel === ''
        ? el('p', { class: 'soft' }, 'Too small to be chosen here: set an anchor by hand.')
        : null,
    );
  }

  private async choose(piece: PieceView): Promise<void> {
    const { row } = this;
    if (row === undefined || this.busy || piece.supervoxel === '') return;
    await this.work(async () => {
      setText(this.status, `Row ${row.row}: writing…`);
      await this.settle(row, piece.supervoxel);
      this.at += 1;
      await this.show();
    });
  }

  private async settle(row: DoubtfulRow, supervoxel: string): Promise<void> {
    let last: JobView | null = null;
    await driveJob(await call('choosePiece', row, supervoxel), {
      step: (id) => call('stepJob', id),
      resume: (id) => call('resumeJob', id),
      broke: ({ message }) => setText(this.status, `Stopped; going on… (${message})`),
      show: (job) => {
        last = job;
      },
      stopped: () => false,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      now: () => Date.now(),
    });
    const job = last as JobView | null;
    if (job !== null && (isJobOpen(job) || job.state === 'failed')) throw new Error(job.message);
    this.chosen += 1;
    this.canUndo = true;
  }

  private async skip(): Promise<void> {
    if (this.row === undefined || this.busy) return;
    await this.work(async () => {
      this.at += 1;
      this.canUndo = false;
      await this.show();
    });
  }

  private async undo(): Promise<void> {
    if (!this.canUndo || this.busy) return;
    await this.work(async () => {
      const { message } = await call('undo');
      this.canUndo = false;
      this.chosen -= 1;
      this.at = Math.max(0, this.at - 1);
      await this.show();
      setText(this.notes, message);
    });
  }

  /** Settles all remaining rows whose largest piece is large enough, after saying which. */
  private batch(): HTMLElement {
    const share = el('input', {
      attrs: {
        type: 'number',
        min: 51,
        max: 100,
        value: 60,
        'aria-label': 'Least share of the largest piece, %',
      },
    });
    const words = el('p', { class: 'soft' });
    const fitting = () =>
      this.rows.slice(this.at).filter(({ shares }) => (shares[0] ?? 0) * 100 >= share.valueAsNumber);
    const say = () => {
      const rows = fitting();
      const named = rows.slice(0, 12).map(({ row }) => row);
      setText(
        words,
        rows.length === 0
          ? 'No row that is left has such a piece.'
          : `${countText(rows.length, 'row')}: ${named.join(', ')}${rows.length > 12 ? '…' : ''}`,
      );
    };
    share.addEventListener('input', say);
    const take = workButton('Take the largest in these rows', 'plain', () =>
      this.work(async () => {
        const rows = fitting();
        for (const [i, row] of rows.entries()) {
          setText(this.status, `Row ${row.row} (${i + 1} of ${rows.length}): writing…`);
          const [largest] = (await call('resolvePieces', row.id)).pieces;
          if (largest && largest.supervoxel !== '') await this.settle(row, largest.supervoxel);
        }
        const { rows: left } = await call('resolveStart');
        this.rows = left;
        this.at = 0;
        this.canUndo = false;
        await this.show();
      }),
    );
    const box = el(
      'details',
      { class: 'batch', on: { toggle: say } },
      el('summary', {}, 'Several rows at once'),
      el('p', {}, 'Take the largest piece where it holds at least ', share, ' %'),
      words,
      take,
    );
    return box;
  }

  private async work(task: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error.clear();
    try {
      await task();
    } catch (thrown) {
      setText(this.status, 'That did not work.');
      this.error.show(asCallError(thrown), [button('Try again', 'plain', () => void this.retry())]);
    } finally {
      this.busy = false;
    }
  }

  private async retry(): Promise<void> {
    await this.work(() => this.show());
  }
}

/** A number with its unit, or why there is none. */
function figure(value: number | string, unit = '', digits = 0): string {
  if (typeof value === 'string') return value === '' ? 'not known' : value;
  const shown = numberText(Number(value.toFixed(digits)));
  return unit === '' ? shown : `${shown} ${unit}`;
}

// The window for choosing between the pieces of split segments, row by row: numbered pieces in 3D, with what tells them
// apart. A click or a number chooses; s skips; u undoes the last choice.

import type { DoubtfulRow, JobView, PiecesView, PieceView } from '../../src/addon/interfaces/api';
import { button, el, fill, setText, workButton } from '../../src/ui/dom';
import { countText } from '../format';
import { isJobOpen } from '../job-text';
import { TaskLine } from '../parts/task-line';
import { driveJob } from '../run/drive';
import { asCallError, call } from '../server';
import { ViewerCanvas } from './canvas';
import { viewerFrame } from './frame';
import { loadSkeletons } from './load';
import { DEFAULT_OPTIONS } from './options-form';
import { batchBox } from './resolve/batch-box';
import { pieceCard } from './resolve/piece-card';

/** One colour per piece; wide enough to tell pieces apart. */
const LOOK = { ...DEFAULT_OPTIONS, coloring: 'neuron' as const, widthFactor: 1 };

export class Resolver {
  private rows: DoubtfulRow[] = [];
  private at = 0;
  private pieces: PiecesView | null = null;
  /** Number of the row in progress: replies about earlier rows are dropped. */
  private turn = 0;
  private busy = false;
  private pieceIndex = 0;
  /** Ids of the runs of the last choice or batch. */
  private last: string[] = [];
  private readonly status = el('p', { class: 'status', attrs: { role: 'status' } });
  private readonly outcome = new TaskLine({
    onFailure: () => setText(this.status, 'That did not work.'),
    actions: () => [button('Try again', 'plain', () => void this.work(() => this.show()))],
  });
  private readonly list = el('ol', { class: 'pieces', attrs: { 'aria-label': 'Pieces' } });
  private readonly notes = el('p', { class: 'soft' });
  private readonly canvas = new ViewerCanvas(LOOK, (words) => setText(this.notes, words));
  private readonly undoButton = workButton('Undo the last', 'text', () => this.undo());

  constructor(root: HTMLElement) {
    const side = el(
      'aside',
      { class: 'side scroll', attrs: { 'aria-label': 'Pieces to choose between' } },
      this.status,
      this.outcome.error.node,
      this.list,
      el(
        'div',
        { class: 'row tools' },
        workButton('Skip', 'plain', () => this.skip()),
        this.undoButton,
      ),
      el('p', { class: 'soft' }, 'Keys: a piece’s number chooses it, s skips, u takes the last choice back.'),
      this.notes,
      batchBox({ openRows: () => this.rows.slice(this.at), take: (rows, share) => this.take(rows, share) }),
    );
    fill(root, viewerFrame('Choose pieces of split segments', this.canvas.node, side));
    this.canvas.setLook(LOOK, null, []);
    document.addEventListener('keydown', (event) => this.key(event));
  }

  async open(): Promise<void> {
    await this.work(async () => {
      await this.readRows();
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

  /** Shows the next row, with its pieces and their skeletons. */
  private async show(): Promise<void> {
    this.turn += 1;
    const mine = this.turn;
    this.pieces = null;
    this.canvas.scene?.clear();
    this.canvas.isMoved = false;
    fill(this.list);
    setText(this.notes, '');
    this.undoButton.hidden = this.last.length === 0;
    const { row } = this;
    if (row === undefined) {
      setText(this.status, this.endText());
      return;
    }
    setText(this.status, `Row ${row.row} of ${row.tab} (${this.at + 1} of ${this.rows.length}): loading…`);
    const pieces = await call('resolvePieces', row.id, row.anchor);
    if (mine !== this.turn) return;
    this.pieces = pieces;
    this.draw(row, pieces);
    void this.drawSkeletons(pieces, mine);
  }

  /** The user can choose before the pictures arrive, and can choose a piece without a picture. */
  private async drawSkeletons(pieces: PiecesView, mine: number): Promise<void> {
    try {
      await this.addSkeletons(pieces, mine);
    } catch (error) {
      if (mine === this.turn) setText(this.notes, asCallError(error).message);
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
        if (!this.canvas.isMoved) this.canvas.fit();
      },
    );
  }

  private endText(): string {
    if (this.rows.length === 0) return 'No row waits for a choice.';
    return `That was the last row. ${countText(this.pieceIndex, 'row')} settled.`;
  }

  private draw(row: DoubtfulRow, { pieces, exact, split }: PiecesView): void {
    setText(
      this.status,
      `Row ${row.row} of ${row.tab} (${this.at + 1} of ${this.rows.length}): ${this.question(pieces)}`,
    );
    const actions = {
      choose: (piece: PieceView) => this.choose(piece),
      single: (id: string | null) => {
        this.canvas.scene?.single(id);
        this.canvas.draw();
      },
    };
    fill(this.list, ...pieces.map((piece, i) => pieceCard(piece, i + 1, exact, actions)));
    setText(
      this.notes,
      split
        ? `${row.id} was split. A choice writes the piece’s supervoxel into anchor_supervoxel of row ${row.row} and asks the row again.`
        : `${row.id} is one segment again: choose it to ask the row again.`,
    );
  }

  /** If the row's own point already determines the piece, the user only confirms it. */
  private question(pieces: readonly PieceView[]): string {
    const own = pieces.findIndex((piece) => piece.own);
    return own < 0
      ? 'which piece is meant?'
      : `the row’s own point lies in piece ${own + 1}; press ${own + 1} to confirm.`;
  }

  private async choose(piece: PieceView): Promise<void> {
    const { row } = this;
    if (row === undefined || piece.supervoxel === '') return;
    await this.work(async () => {
      setText(this.status, `Row ${row.row}: writing…`);
      this.last = [];
      await this.settle(row, piece.supervoxel);
      this.at += 1;
      await this.show();
    });
  }

  /** Runs the row again with this anchor, and stores the run's id for Undo. */
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
    this.pieceIndex += 1;
    if (job !== null) this.last.push(job.id);
  }

  private async skip(): Promise<void> {
    if (this.row === undefined) return;
    await this.work(async () => {
      this.at += 1;
      this.last = [];
      await this.show();
    });
  }

  /** Undoes the last choice, or all runs of the last batch, newest first. */
  private async undo(): Promise<void> {
    if (this.last.length === 0) return;
    await this.work(async () => {
      let message = '';
      const isBatch = this.last.length > 1;
      for (const id of [...this.last].reverse()) {
        ({ message } = await call('undo', id));
        this.last.pop();
        this.pieceIndex -= 1;
      }
      if (isBatch) await this.readRows();
      else this.at = Math.max(0, this.at - 1);
      await this.show();
      setText(this.notes, isBatch ? 'The rows are as they were before.' : message);
    });
  }

  /**
   * Skips rows that changed since the preview, if their largest piece is now below `share`: the user must look at
   * those.
   */
  private async take(rows: readonly DoubtfulRow[], share: number): Promise<void> {
    await this.work(async () => {
      this.last = [];
      try {
        for (const [i, row] of rows.entries()) {
          setText(this.status, `Row ${row.row} (${i + 1} of ${rows.length}): writing…`);
          const [largest] = (await call('resolvePieces', row.id)).pieces;
          const isMeant = largest && largest.supervoxel !== '' && largest.share >= share;
          if (isMeant) await this.settle(row, largest.supervoxel);
        }
      } finally {
        await this.readRows();
      }
      await this.show();
      setText(
        this.notes,
        `${countText(this.last.length, 'row')} settled; Undo the last takes all of them back.`,
      );
    });
  }

  private async readRows(): Promise<void> {
    this.rows = (await call('resolveStart')).rows;
    this.at = 0;
  }

  private async work(task: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.outcome.run(task);
    this.busy = false;
  }
}

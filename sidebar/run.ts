// The Run panel: selection, job, preview, and the job itself.

import type { JobPlan, JobView, TogetherRow } from '../src/addon/interfaces/api';
import { el, workButton } from '../src/ui/dom';
import type { App, Panel } from './app';
import { countText } from './format';
import { endLine, isJobOpen, percent } from './job-text';
import { ErrorBox } from './parts/error-box';
import { ChangesBox } from './run/changes-box';
import { driveJob } from './run/drive';
import { JobCard } from './run/job-card';
import { JobForm } from './run/job-form';
import { PreviewBox } from './run/preview-box';
import { RecipeBox } from './run/recipe-box';
import { RunsBox } from './run/runs-box';
import { SelectionLine } from './run/selection-line';
import type { TogetherActions } from './run/together-box';
import { asCallError, call } from './server';

/** Interval for reading the state of a job that this sidebar does not run, ms. */
const GLANCE_MS = 15_000;

export class RunPanel implements Panel {
  readonly node: HTMLElement;
  private readonly body = el('div', { class: 'scroll' });
  private readonly error = new ErrorBox();
  private readonly form: JobForm;
  private readonly preview: PreviewBox;
  private readonly card: JobCard;
  private readonly changes: ChangesBox;
  private readonly run: HTMLButtonElement;
  private readonly look: HTMLButtonElement;
  private job: JobView | null;
  /** Number of the valid run of steps: a new run, or Cancel, makes earlier ones invalid. */
  private turn = 0;
  /** A run that ended with an error that a person has to mend: it is not gone on with by itself. */
  private failedRun = '';
  /** The plan of the visible preview, as text. */
  private previewed = '';

  constructor(private readonly app: App) {
    this.job = app.boot.job;
    this.preview = new PreviewBox((cells) => void this.selectCells(cells));
    this.form = new JobForm(app, () => this.stale());
    this.card = new JobCard({
      cancel: () => this.cancel(),
      resume: () => this.work(() => this.resume()),
      undo: () => this.work(() => this.undo()),
      retry: () => this.work(() => this.retry()),
      resolve: () => this.resolve(),
      openLog: () => this.work(() => call('openLog')),
    });
    this.changes = new ChangesBox({
      showRow: ({ tabId, column, id }) =>
        this.work(async () => {
          this.app.holding = true;
          await call('showIdRow', tabId, column, id);
        }),
      resolve: () => this.resolve(),
      together: this.togetherActions(),
      markSeen: (until) =>
        this.work(async () => {
          this.changes.show(await call('markSeen', until));
          this.app.say('Marked as seen');
        }),
    });
    this.look = workButton('Preview', 'plain', () => this.work(() => this.showPreview()));
    this.run = workButton('Run', 'main', () => this.work(() => this.start()));
    this.body.append(
      new SelectionLine(app).node,
      this.changes.node,
      this.form.node,
      new RecipeBox(app, {
        plan: () => this.form.plan(true),
        run: (ids, place) => this.work(() => this.follow(() => call('startRecipes', ids, place))),
      }).node,
      this.preview.node,
      this.error.node,
      this.runs().node,
    );
    this.node = el(
      'div',
      { class: 'panel run' },
      this.body,
      el(
        'footer',
        { class: 'foot' },
        el('div', { class: 'row actions' }, el('span', { class: 'grow' }), this.look, this.run),
        this.card.node,
      ),
    );
    app.onChange(() => {
      if (this.previewed !== '' && this.planText() !== this.previewed) this.stale();
      this.enable();
    });
    this.enable();
    this.card.show(this.job, false, this.unfinishedJob());
    setInterval(() => void this.refreshJob(), GLANCE_MS);
    void this.refreshChanges();
    void this.goOn();
  }

  private togetherActions(): TogetherActions {
    return {
      rows: async (ref) => {
        let rows: TogetherRow[] = [];
        await this.work(async () => {
          rows = await call('togetherRows', ref);
        });
        return rows;
      },
      keep: (ref, mark) =>
        this.work(async () => {
          this.changes.show(await call('keepTogether', ref, mark));
          this.app.say(mark ? 'Marked' : 'Kept');
        }),
      remove: (ref, row) =>
        this.work(async () => {
          this.job = await call('removeRow', ref, row);
          this.card.show(this.job, false);
          this.app.say(endLine(this.job));
          await this.refreshChanges();
        }),
      showRow: ({ tabId, column }, id) =>
        this.work(async () => {
          this.app.holding = true;
          await call('showIdRow', tabId, column, id);
        }),
    };
  }

  /** Runs of other people, and earlier ones. */
  private runs(): RunsBox {
    return new RunsBox(
      {
        list: () => call('jobs'),
        undo: async (id) => {
          const { message } = await call('undo', id);
          await this.rereadJob();
          return message;
        },
        cancel: async (id) => {
          const { message } = await call('cancelJob', id);
          await this.rereadJob();
          return message;
        },
      },
      (task) => this.work(task),
    );
  }

  private async rereadJob(): Promise<void> {
    this.job = await call('job');
    this.card.show(this.job, false, this.unfinishedJob());
    await this.refreshChanges();
  }

  /** What a run found out is beside its result: that it cannot be read now must not hide the result. */
  private async refreshChanges(): Promise<void> {
    try {
      this.changes.show(await call('changes'));
    } catch {
      // Read again after the next run.
    }
  }

  /** The hourly trigger or another user may be running a job that this sidebar does not run. */
  private async refreshJob(): Promise<void> {
    const waits = this.node.isConnected && !document.hidden && !this.app.driving;
    if (!waits || this.job === null || !isJobOpen(this.job)) return;
    const seen = this.turn;
    try {
      const job = await call('job');
      if (this.turn !== seen || job === null) return;
      this.job = job;
      this.card.show(job, false, this.unfinishedJob());
      await this.goOn();
    } catch {
      // Looked at again soon; nothing that the user asked for has failed.
    }
  }

  /** The id of a job that was unfinished when the sidebar opened. */
  private unfinishedJob(): string {
    if (this.job === null || !isJobOpen(this.job)) return '';
    if (this.job.stopped) return 'Stopped; going on…';
    return `At work elsewhere, started by ${this.job.startedBy}. Should it stop, it goes on here by itself.`;
  }

  /** Goes on with a run at which nobody is at work any more: it was killed, or its sidebar was closed. */
  private async goOn(): Promise<void> {
    const { job } = this;
    if (job === null || !job.stopped || this.app.driving || this.failedRun === job.id) return;
    await this.work(() => this.resume());
  }

  /** Opens the window in which pieces of split segments are chosen. */
  private resolve(): Promise<void> {
    return this.work(async () => {
      const { rows } = await call('openResolve');
      this.app.say(`${countText(rows, 'row')} in the window`);
    });
  }

  private planText(): string {
    return JSON.stringify(this.form.plan(true));
  }

  private stale(): void {
    this.previewed = '';
    this.preview.clear();
    this.enable();
  }

  private enable(): void {
    const ready = this.form.plan(true) !== null && !this.app.driving;
    for (const node of [this.run, this.look]) node.disabled = !ready;
  }

  private async work(task: () => Promise<unknown>): Promise<void> {
    this.error.clear();
    try {
      await task();
    } catch (thrown) {
      const error = asCallError(thrown);
      this.error.show(error);
      this.error.node.scrollIntoView({ block: 'nearest' });
      this.app.say(error.message);
    }
  }

  private async selectCells(cells: string[]): Promise<void> {
    const { selection } = this.app;
    if (selection === null) return;
    await this.work(async () => {
      await call('selectCells', selection.sheetId, cells);
      this.app.holding = true;
    });
  }

  private async showPreview(): Promise<{ replaces: number } | null> {
    const plan = this.form.plan(true);
    if (plan === null) return null;
    const preview = await call('preview', plan);
    if (JSON.stringify(plan) !== this.planText()) return null;
    this.previewed = JSON.stringify(plan);
    this.preview.show(preview);
    this.preview.node.scrollIntoView({ block: 'nearest' });
    return { replaces: preview.replaced.count };
  }

  /** Filled cells are replaced only after the user has seen which. */
  private async start(): Promise<void> {
    if (this.previewed === '') {
      const seen = await this.showPreview();
      if (seen === null) return;
      if (seen.replaces > 0) {
        this.app.say(
          `${countText(seen.replaces, 'filled cell')} would be replaced. Press Run again to go on.`,
        );
        return;
      }
    }
    const plan: JobPlan | null = this.form.plan(this.preview.mayReplace());
    if (plan === null) return;
    this.preview.clear();
    this.previewed = '';
    this.body.scrollTop = 0;
    await this.follow(() => call('startJob', plan));
  }

  /** Writes a function's whole answer to a new tab, as a job. */
  followTab(formula: string, args: Record<string, string>): void {
    if (this.app.driving) {
      const message = 'A job is running. Wait for it, or cancel it first.';
      this.error.show({ code: 'BUSY', message, transient: true });
      return;
    }
    void this.work(() => this.follow(() => call('startTab', formula, args)));
  }

  /** Runs a schedule now, driven from here like any run. */
  followSchedule(id: string): void {
    void this.work(() => this.follow(() => call('runSchedule', id)));
  }

  private resume(): Promise<void> {
    const { id } = this.job!;
    this.failedRun = '';
    return this.follow(() => call('resumeJob', id));
  }

  private retry(): Promise<void> {
    const { id } = this.job!;
    return this.follow(() => call('retryFailed', id));
  }

  /** Runs the job's steps until it ends. A step that fails leaves the job unfinished, to be resumed. */
  private async follow(begin: () => Promise<JobView>): Promise<void> {
    this.turn += 1;
    const mine = this.turn;
    this.setDriving(true);
    try {
      await driveJob(await begin(), {
        step: (id) => call('stepJob', id),
        resume: (id) => call('resumeJob', id),
        broke: ({ message }) => this.card.show(this.job, true, `Stopped; going on… (${message})`),
        show: (job) => this.showStep(job),
        stopped: () => this.turn !== mine,
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        now: () => Date.now(),
      });
    } catch (thrown) {
      if (!asCallError(thrown).transient) this.failedRun = this.job?.id ?? '';
      throw thrown;
    } finally {
      if (this.turn === mine) this.stopDriving();
    }
    if (this.turn !== mine || this.job === null || isJobOpen(this.job)) return;
    this.app.say(endLine(this.job));
    await this.refreshChanges();
  }

  /** This sidebar runs no job any more. */
  private stopDriving(): void {
    this.setDriving(false);
    const stuck = this.job !== null && isJobOpen(this.job);
    this.card.show(this.job, false, stuck ? 'Stopped here. Resume goes on where it stopped.' : '');
  }

  private showStep(job: JobView): void {
    const before = this.job === null ? 0 : percent(this.job);
    this.job = job;
    this.card.show(job, true);
    if (Math.floor(percent(job) / 25) > Math.floor(before / 25)) this.app.say(`${percent(job)} per cent`);
  }

  private async cancel(): Promise<void> {
    if (this.job === null) return;
    const { id } = this.job;
    this.turn += 1;
    this.card.show(this.job, true, 'Cancelling…');
    await this.work(async () => {
      this.job = await call('cancelJob', id);
      this.app.say(endLine(this.job));
    });
    this.stopDriving();
  }

  private async undo(): Promise<void> {
    if (this.job === null) return;
    const { message } = await call('undo', this.job.id);
    if (this.job !== null) this.job = { ...this.job, canUndo: false, undone: true, findings: null };
    this.card.show(this.job, false, message);
    this.app.say(message);
  }

  private setDriving(on: boolean): void {
    this.app.driving = on;
    this.node.classList.toggle('driving', on);
    this.body.inert = on;
    this.enable();
  }
}

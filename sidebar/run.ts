// The Run panel: the selection, what changed, the choice of a job, its preview, and the running job.

import type { JobPlan, TogetherRow } from '../src/addon/interfaces/api';
import { el, workButton } from '../src/ui/dom';
import type { App, Panel } from './app';
import { countText } from './format';
import { TaskLine } from './parts/task-line';
import { ChangesBox } from './run/changes-box';
import { JobForm } from './run/job-form';
import { JobRunner } from './run/job-runner';
import { PreviewBox } from './run/preview-box';
import { RecipeBox } from './run/recipe-box';
import { RunsBox } from './run/runs-box';
import { SelectionLine } from './run/selection-line';
import type { TogetherActions } from './run/together-box';
import { asCallError, call } from './server';

export class RunPanel implements Panel {
  readonly node: HTMLElement;
  private readonly body = el('div', { class: 'scroll' });
  private readonly outcome: TaskLine;
  private readonly form: JobForm;
  private readonly preview: PreviewBox;
  private readonly runner: JobRunner;
  private readonly changes: ChangesBox;
  private readonly run: HTMLButtonElement;
  private readonly look: HTMLButtonElement;
  /** The plan of the visible preview, as JSON; '' without a preview. */
  private previewedPlan = '';
  /** Whether the window for choosing pieces has been opened. */
  private resolving = false;

  constructor(private readonly app: App) {
    this.outcome = new TaskLine({ scrolls: true, onFailure: (message) => app.say(message) });
    this.preview = new PreviewBox((cells) => void this.selectCells(cells));
    this.form = new JobForm(app, () => this.stale());
    this.changes = this.changesBox();
    this.runner = new JobRunner(app, this.outcome, {
      isShown: () => this.node.isConnected && !document.hidden,
      driving: (on) => {
        this.node.classList.toggle('driving', on);
        this.body.inert = on;
        this.enable();
      },
      onEnd: async () => {
        app.runEnded();
        await this.refreshChanges();
      },
      resolve: () => this.resolve(),
      openChanges: () => this.changes.reveal(),
    });
    this.look = workButton('Preview', 'plain', () => this.work(() => this.showPreview()));
    this.run = workButton('Run', 'main', () => this.work(() => this.start()));
    this.body.append(
      new SelectionLine(app).node,
      this.changes.node,
      this.form.node,
      new RecipeBox(app, {
        plan: () => this.form.plan(true),
        run: (ids, place) => this.follow(() => call('startRecipes', ids, place)),
      }).node,
      this.preview.node,
      this.outcome.error.node,
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
        this.runner.card.node,
      ),
    );
    app.onChange(() => {
      if (this.previewedPlan !== '' && this.planText() !== this.previewedPlan) this.stale();
      this.enable();
    });
    // The window for choosing pieces runs its own jobs.
    window.addEventListener('focus', () => {
      if (!this.resolving || app.driving) return;
      this.resolving = false;
      void this.work(() => this.runner.reread());
    });
    this.enable();
    this.runner.start();
    void this.refreshChanges();
  }

  private changesBox(): ChangesBox {
    return new ChangesBox({
      showRow: (entry) => this.showRow(entry, entry.id),
      resolve: () => this.resolve(),
      together: this.togetherActions(),
      readAgain: () => this.refreshChanges(),
      markSeen: (until) =>
        this.work(async () => {
          this.changes.show(await call('markSeen', until));
          this.app.say('Marked as seen');
        }),
    });
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
      remove: (ref, row) => this.work(async () => this.runner.showEnded(await call('removeRow', ref, row))),
      showRow: (ref, id) => this.showRow(ref, id),
    };
  }

  private showRow({ tabId, column }: { tabId: number; column: string }, id: string): Promise<unknown> {
    return this.work(async () => {
      this.app.holding = true;
      await call('showIdRow', tabId, column, id);
    });
  }

  /** All runs: of other people, and earlier ones. */
  private runs(): RunsBox {
    return new RunsBox(
      {
        list: () => call('jobs'),
        undo: async (id) => {
          const { message } = await call('undo', id);
          await this.runner.reread();
          return message;
        },
        cancel: async (id) => {
          const { message } = await call('cancelJob', id);
          await this.runner.reread();
          return message;
        },
      },
      (task) => this.work(task),
    );
  }

  /** Reads what changed. An error is shown in the list's own place, so that it does not hide the result of a run. */
  private async refreshChanges(): Promise<void> {
    try {
      this.changes.show(await call('changes'));
    } catch (error) {
      this.changes.fail(asCallError(error));
    }
  }

  /** Opens the window in which the user chooses pieces of split segments. */
  private async resolve(): Promise<void> {
    await this.work(async () => {
      const { rows } = await call('openResolve');
      this.resolving = true;
      this.app.say(`${countText(rows, 'row')} in the window`);
    });
  }

  private planText(): string {
    return JSON.stringify(this.form.plan(true));
  }

  private stale(): void {
    this.previewedPlan = '';
    this.preview.clear();
    this.enable();
  }

  private enable(): void {
    const ready = this.form.plan(true) !== null && !this.app.driving;
    for (const node of [this.run, this.look]) node.disabled = !ready;
  }

  private work(task: () => Promise<unknown>): Promise<unknown> {
    return this.outcome.run(task);
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
    this.previewedPlan = JSON.stringify(plan);
    this.preview.show(preview);
    this.preview.node.scrollIntoView({ block: 'nearest' });
    return { replaces: preview.replaced.count };
  }

  /** Replaces filled cells only after the user has seen which. */
  private async start(): Promise<void> {
    if (this.previewedPlan === '') {
      const preview = await this.showPreview();
      if (preview === null) return;
      if (preview.replaces > 0) {
        this.app.say(
          `${countText(preview.replaces, 'filled cell')} would be replaced. Press Run again to go on.`,
        );
        return;
      }
    }
    const plan: JobPlan | null = this.form.plan(this.preview.mayReplace());
    if (plan === null) return;
    this.preview.clear();
    this.previewedPlan = '';
    this.body.scrollTop = 0;
    await this.runner.follow(() => call('startJob', plan));
  }

  /** Writes a function's whole answer to a new tab, as a job. */
  followTab(formula: string, args: Record<string, string>): void {
    if (this.app.driving) {
      const message = 'A job is running. Wait for it, or cancel it first.';
      this.outcome.error.show({ code: 'BUSY', message, transient: true });
      return;
    }
    void this.follow(() => call('startTab', formula, args));
  }

  /** Runs a schedule now; this sidebar runs its steps as for any job. */
  followSchedule(id: string): void {
    void this.follow(() => call('runSchedule', id));
  }

  private async follow(begin: Parameters<JobRunner['follow']>[0]): Promise<void> {
    await this.work(() => this.runner.follow(begin));
  }
}

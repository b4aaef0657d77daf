// Runs the job of this sidebar: its steps, Cancel, Undo, Resume; and resumes a job that stopped.
import type { JobView } from '../../src/addon/interfaces/api';
import type { App } from '../app';
import { endLine, isJobOpen, percent } from '../job-text';
import type { TaskLine } from '../parts/task-line';
import { asCallError, call } from '../server';
import { driveJob } from './drive';
import { JobCard } from './job-card';

/** Milliseconds between two reads of a job that this sidebar does not run. */
const GLANCE_MS = 15_000;

export interface RunnerActions {
  /** Whether the panel is visible. */
  isShown(): boolean;
  /** Called when this sidebar starts or stops running a job. */
  driving(on: boolean): void;
  /** Called when a job has ended or was undone. */
  onEnd(): Promise<void>;
  resolve(): Promise<void>;
  /** Opens the list of what changed. Returns false if it is empty. */
  openChanges(): boolean;
}

export class JobRunner {
  readonly card: JobCard;
  private job: JobView | null;
  /** Number of the current run of steps. A new run, or Cancel, makes earlier runs invalid. */
  private turn = 0;
  /** Id of a job that ended with an error that the user must fix: it is not resumed automatically. */
  private failedRun = '';

  constructor(
    private readonly app: App,
    private readonly outcome: TaskLine,
    private readonly by: RunnerActions,
  ) {
    this.job = app.boot.job;
    this.card = new JobCard({
      cancel: () => this.cancel(),
      resume: () => this.work(() => this.resume()),
      undo: () => this.work(() => this.undo()),
      retry: () => this.work(() => this.follow(() => call('retryFailed', this.job!.id))),
      resolve: () => by.resolve(),
      openChanges: () => by.openChanges(),
      openLog: () => this.work(() => call('openLog')),
      showResults: () =>
        this.work(async () => {
          app.holding = true;
          await call('showResults', this.job!.id);
        }),
    });
  }

  /** Call it when the panel is complete. */
  start(): void {
    this.card.show(this.job, false, this.unfinishedJob());
    setInterval(() => void this.refresh(), GLANCE_MS);
    void this.goOn();
  }

  /** Runs the job's steps until it ends. If a step fails, the job stays unfinished and can be resumed. */
  async follow(begin: () => Promise<JobView>): Promise<void> {
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
    } catch (error) {
      if (!asCallError(error).transient) this.failedRun = this.job?.id ?? '';
      throw error;
    } finally {
      if (this.turn === mine) this.stopDriving();
    }
    if (this.turn !== mine || this.job === null || isJobOpen(this.job)) return;
    this.app.say(endLine(this.job));
    await this.by.onEnd();
  }

  /** Shows a run that another part of the panel has finished. */
  async showEnded(job: JobView): Promise<void> {
    this.job = job;
    this.card.show(job, false);
    this.app.say(endLine(job));
    await this.by.onEnd();
  }

  async reread(): Promise<void> {
    this.job = await call('job');
    this.card.show(this.job, false, this.unfinishedJob());
    await this.by.onEnd();
  }

  private work(task: () => Promise<unknown>): Promise<unknown> {
    return this.outcome.run(task);
  }

  /** The hourly trigger or another user may be running the job. */
  private async refresh(): Promise<void> {
    const waits = this.by.isShown() && !this.app.driving;
    if (!waits || this.job === null || !isJobOpen(this.job)) return;
    const turn = this.turn;
    try {
      const job = await call('job');
      if (this.turn !== turn || job === null) return;
      this.job = job;
      this.card.show(job, false, this.unfinishedJob());
      if (!isJobOpen(job)) await this.by.onEnd();
      await this.goOn();
    } catch {
      // It is read again soon, and no action of the user has failed.
    }
  }

  /** The note about a job that was unfinished when the sidebar opened. */
  private unfinishedJob(): string {
    if (this.job === null || !isJobOpen(this.job)) return '';
    if (this.job.stopped) return 'Stopped; going on…';
    return `At work elsewhere, started by ${this.job.startedBy}. Should it stop, it goes on here by itself.`;
  }

  /** Resumes a job that nobody runs: it was killed, or its sidebar was closed. */
  private async goOn(): Promise<void> {
    const { job } = this;
    if (job === null || !job.stopped || this.app.driving || this.failedRun === job.id) return;
    await this.work(() => this.resume());
  }

  private resume(): Promise<void> {
    const { id } = this.job!;
    this.failedRun = '';
    return this.follow(() => call('resumeJob', id));
  }

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
    // Shows the list of what the run had written. The list may wait for the current step; the card does not.
    if (this.job.state === 'cancelled') await this.by.onEnd();
  }

  private async undo(): Promise<void> {
    if (this.job === null) return;
    const { message } = await call('undo', this.job.id);
    if (this.job !== null)
      this.job = { ...this.job, canUndo: false, canRetry: false, undone: true, findings: null };
    this.card.show(this.job, false, message);
    this.app.say(message);
    await this.by.onEnd();
  }

  private setDriving(on: boolean): void {
    this.app.driving = on;
    this.by.driving(on);
  }
}

/** A line of progress on a terminal, with rate and remaining time, for work that takes more than a second. */
import { groupedNumber } from '../../core/grouped-number';

export interface ProgressState {
  done: number;
  /** 0 if unknown. */
  total: number;
  /** What is counted, such as `ids`. */
  words: string;
}

const PATIENCE_MS = 1_000;
const REDRAW_MS = 200;
/** A rate over a shorter time would mean nothing. */
const LEAST_MS = 500;

export class ProgressLine {
  private readonly began: number;
  private phase = { words: '', since: 0, from: 0 };
  private latest: ProgressState | null = null;
  private drawnAt = -Infinity;
  private isShown = false;

  constructor(
    private readonly write: (text: string) => void,
    private readonly now: () => number,
    private readonly columns: number,
    private readonly title: string,
  ) {
    this.began = now();
  }

  update(progress: ProgressState): void {
    const isNew = progress.words !== this.phase.words || progress.done < (this.latest?.done ?? 0);
    if (isNew) this.phase = { words: progress.words, since: this.now(), from: progress.done };
    this.latest = progress;
    this.draw();
  }

  /** Also called at intervals while nothing is reported. */
  draw(): void {
    const now = this.now();
    if (now - this.began < PATIENCE_MS || now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    this.isShown = true;
    this.write(`\r${this.text(now).slice(0, Math.max(this.columns - 1, 20))}\u001b[K`);
  }

  /** Removes the line. */
  clear(): void {
    if (this.isShown) this.write('\r\u001b[K');
    this.isShown = false;
    this.drawnAt = -Infinity;
  }

  private text(now: number): string {
    const duration = durationText((now - this.began) / 1000);
    if (this.latest === null) return `${this.title} · ${duration}`;
    const { done, total, words } = this.latest;
    const count =
      total > 0
        ? `${number(done)} of ${number(total)} ${words}`
        : done > 0
          ? `${number(done)} ${words}`
          : words;
    const ms = now - this.phase.since;
    const more = done - this.phase.from;
    if (more <= 0 || ms < LEAST_MS) return `${this.title} · ${count} · ${duration}`;
    const rate = (more * 1000) / ms;
    const remaining = total > done ? ` · ${durationText((total - done) / rate)} left` : ` · ${duration}`;
    return `${this.title} · ${count} · ${rateText(rate)}${remaining}`;
  }
}

const number = (value: number): string => groupedNumber(Math.round(value));

const rateText = (rate: number): string =>
  rate >= 10 ? `${number(rate)}/s` : rate >= 1 ? `${rate.toFixed(1)}/s` : `${(rate * 60).toFixed(1)}/min`;

export function durationText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

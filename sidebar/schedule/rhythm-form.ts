// How often a schedule runs: every few hours, or at an hour on chosen days in the spreadsheet's time zone.

import type { RhythmView } from '../../src/addon/interfaces/api';
import { el } from '../../src/ui/dom';
import { DAY_NAMES } from './rhythm-text';

const HOURS = [1, 3, 6, 12];
/** Monday first; a value is JavaScript's day of the week. */
const DAYS: [number, string][] = [
  [1, 'Mo'],
  [2, 'Tu'],
  [3, 'We'],
  [4, 'Th'],
  [5, 'Fr'],
  [6, 'Sa'],
  [0, 'Su'],
];

export class RhythmForm {
  readonly node: HTMLElement;
  private readonly kind: HTMLSelectElement;
  private readonly hour: HTMLSelectElement;
  private readonly days: [number, HTMLInputElement][];

  constructor(initial: RhythmView) {
    this.kind = el(
      'select',
      { attrs: { 'aria-label': 'How often' }, on: { change: () => this.draw() } },
      el('option', { attrs: { value: 'days' } }, 'On days of the week'),
      ...HOURS.map((hours) =>
        el('option', { attrs: { value: hours } }, hours === 1 ? 'Every hour' : `Every ${hours} hours`),
      ),
    );
    this.hour = el(
      'select',
      { attrs: { 'aria-label': 'About what time' } },
      ...Array.from({ length: 24 }, (_x, hour) =>
        el('option', { attrs: { value: hour } }, `${String(hour).padStart(2, '0')}:00`),
      ),
    );
    this.days = DAYS.map(([day]) => [
      day,
      el('input', { attrs: { type: 'checkbox', 'aria-label': DAY_NAMES[day]! } }),
    ]);
    this.node = el(
      'div',
      { class: 'rhythm' },
      el('div', { class: 'field' }, this.kind),
      el(
        'div',
        { class: 'row days' },
        ...this.days.map(([, box], i) => el('label', { class: 'day' }, box, el('span', {}, DAYS[i]![1]))),
      ),
      el('div', { class: 'row' }, el('span', {}, 'about'), this.hour),
    );
    this.set(initial);
  }

  value(): RhythmView {
    // biome-ignore lint/plugin: an option of ours
    if (this.kind.value !== 'days') return { kind: 'hours', hours: Number(this.kind.value) };
    const days = this.days.filter(([, box]) => box.checked).map(([day]) => day);
    // biome-ignore lint/plugin: an option of ours
    return { kind: 'days', hour: Number(this.hour.value), days };
  }

  private set(rhythm: RhythmView): void {
    this.kind.value = rhythm.kind === 'days' ? 'days' : String(rhythm.hours);
    if (rhythm.kind === 'days') {
      this.hour.value = String(rhythm.hour);
      for (const [day, box] of this.days) box.checked = rhythm.days.includes(day);
    }
    this.draw();
  }

  private draw(): void {
    const daily = this.kind.value === 'days';
    for (const row of this.node.querySelectorAll<HTMLElement>('.row')) row.hidden = !daily;
  }
}

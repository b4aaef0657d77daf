// The Help panel: one search over functions, jobs, codes, how-to pages and questions.
import { CODES } from '../src/core/codes';
import { el, fill, setText } from '../src/ui/dom';
import { icon } from '../src/ui/icons';
import type { App, Panel } from './app';
import { catalogueJobs, localToolViews } from './catalogue';
import { countText } from './format';
import { type HelpEntry, searchHelp } from './help/search';

declare global {
  /** Defined by the build (scripts/bundle/help.mjs); in browser tests a global of the page. */
  const HELP: { kind: 'how-to' | 'question'; title: string; lines: string[] }[];
}

interface Entry extends HelpEntry {
  /** Opens the function or the job; without it, the lines are shown in the list. */
  open?: () => void;
  lines: string[];
}

const KINDS: Record<HelpEntry['kind'], string> = {
  function: 'function',
  job: 'job',
  'how-to': 'how to',
  question: 'question',
  code: 'code',
};
const SHOWN = 30;

export class HelpPanel implements Panel {
  readonly node: HTMLElement;
  private readonly box: HTMLInputElement;
  private readonly countLine = el('p', { class: 'soft found', attrs: { role: 'status' } });
  private readonly list = el('div', { class: 'help-list' });
  private readonly entries: Entry[];

  constructor(app: App) {
    this.entries = entriesOf(app);
    this.box = el('input', {
      attrs: {
        type: 'search',
        placeholder: 'partners, out of date…',
        'aria-label': 'Search help',
      },
      on: { input: () => this.draw() },
    });
    this.node = el(
      'div',
      { class: 'panel scroll help' },
      el('div', { class: 'search' }, icon('search'), this.box),
      this.countLine,
      this.list,
      el('p', { class: 'soft' }, `Tracer Tools ${app.boot.version}`),
    );
    this.draw();
  }

  onShow(): void {
    this.box.focus();
  }

  private draw(): void {
    const query = this.box.value.trim();
    const isSearch = query !== '';
    const found = isSearch
      ? searchHelp(this.entries, query)
      : this.entries.filter(({ kind }) => kind === 'how-to' || kind === 'question');
    setText(
      this.countLine,
      !isSearch
        ? 'How to, and what people ask'
        : found.length === 0
          ? 'Nothing fits. Try another word, such as synapses, link or token.'
          : countText(found.length, 'answer'),
    );
    fill(this.list, ...found.slice(0, isSearch ? SHOWN : found.length).map(lineOf));
  }
}

function lineOf({ kind, title, summary, lines, open }: Entry): HTMLElement {
  const head = [el('span', { class: 'grow strong' }, title), el('span', { class: 'family' }, KINDS[kind])];
  if (open) {
    return el(
      'button',
      { class: 'help-entry', attrs: { type: 'button' }, on: { click: open } },
      el('span', { class: 'row' }, ...head),
      el('span', { class: 'soft block' }, summary),
    );
  }
  return el(
    'details',
    { class: 'help-entry' },
    el(
      'summary',
      {},
      el('span', { class: 'row' }, ...head),
      summary === '' ? null : el('span', { class: 'soft block' }, summary),
    ),
    ...lines.map((line) => el('p', { class: /^(?:[=#]|TT_)/.test(line) ? 'mono' : '' }, line)),
  );
}

function entriesOf(app: App): Entry[] {
  const { locale } = app.boot;
  return [
    ...HELP.map(
      ({ kind, title, lines }): Entry => ({ kind, title, summary: '', text: lines.join(' '), lines }),
    ),
    ...catalogueJobs().map(
      ({ title, description, details }): Entry => ({
        kind: 'job',
        title,
        summary: description,
        text: details.map((detail) => `${detail.header} ${detail.description}`).join(' '),
        lines: [],
        open: () => app.show('run'),
      }),
    ),
    ...localToolViews(locale).map(
      (tool): Entry => ({
        kind: 'function',
        title: tool.formula === '' ? tool.name : tool.formula,
        summary: tool.summary,
        text: `${tool.name} ${tool.returns} ${tool.details} ${tool.family}`,
        lines: [],
        open: () => app.openTool(tool.name),
      }),
    ),
    ...Object.entries(CODES).map(
      ([code, { meaning, remedy }]): Entry => ({
        kind: 'code',
        title: `#TT ${code}`,
        summary: meaning,
        text: remedy,
        lines: [remedy],
      }),
    ),
  ];
}

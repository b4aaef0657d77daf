// The choice of a job, and of the columns that it writes.
import type { JobChoice, JobKind, JobPlan } from '../../src/addon/interfaces/api';
import { el, fill, setText, uniqueName } from '../../src/ui/dom';
import type { App } from '../app';
import { catalogueJobs, toolByName } from '../catalogue';
import { paramField } from '../parts/param-field';
import { isReady } from './is-ready';
import { TargetFields } from './target-fields';

/** Functions that users look for among the jobs; shown if the catalogue has them. */
const BESIDE: [tool: string, words: string][] = [
  ['make_ng_link', 'Links for these ids'],
  ['check_links', 'Check old links'],
  ['get_coords', 'Points inside them'],
  ['get_seg_edits', 'Edits'],
  ['triage_segs', 'Triage'],
  ['visualize_skeletons', 'Skeletons in 3D'],
  ['get_seg_skeletons_swc', 'Skeletons as SWC'],
  ['get_seg_mesh', 'Meshes'],
];

export class JobForm {
  readonly node: HTMLElement;
  private readonly words = el('p', { class: 'soft job-words' });
  private readonly fields = el('div', { class: 'job-fields' });
  private readonly details = el('div', { class: 'details' });
  private readonly targets = new TargetFields(() => this.onChange());
  private job: JobChoice | undefined;
  /** Selected headers by kind of job, so that they are kept while another job is shown. */
  private readonly tickedHeaders = new Map<JobKind, Set<string>>();
  private readonly fieldValues = new Map<JobKind, Record<string, string>>();

  constructor(
    private readonly app: App,
    private readonly onChange: () => void,
  ) {
    const jobs = catalogueJobs();
    this.job = jobs.find((job) => job.kind === app.requestedJob()) ?? jobs[0];
    for (const job of jobs) {
      const on = job.details.filter((detail) => detail.selectedByDefault).map((detail) => detail.header);
      this.tickedHeaders.set(job.kind, new Set(on));
    }
    const group = uniqueName('job');
    this.node = el(
      'section',
      { class: 'job-form', attrs: { 'aria-label': 'Job' } },
      el(
        'div',
        { class: 'choices', attrs: { role: 'radiogroup', 'aria-label': 'Job' } },
        ...jobs.map((job) => this.radio(job, group)),
      ),
      this.words,
      this.fields,
      this.details,
      this.targets.node,
      this.beside(),
    );
    this.drawDetails();
    app.onChange(() => this.drawTargets());
  }

  choose(kind: JobKind): void {
    const input = this.node.querySelector<HTMLInputElement>(`input[value="${kind}"]`);
    input?.click();
  }

  /** The plan for the selection, or null if there is nothing to run on. */
  plan(replace: boolean): JobPlan | null {
    const { selection } = this.app;
    if (this.job === undefined || !isReady(this.job, selection)) return null;
    const options = this.fieldValues.get(this.job.kind) ?? {};
    const targets = this.targets.headersFor(selection.sheetId, this.outputHeaders());
    return {
      kind: this.job.kind,
      sheetId: selection.sheetId,
      column: selection.column,
      header: selection.header,
      firstRow: selection.firstRow,
      lastRow: selection.lastRow,
      headers: this.outputHeaders(),
      ...(targets === null ? {} : { targets }),
      ...(this.job.fields.length > 0 ? { options: { ...options } } : {}),
      datastack: this.app.boot.settings.datastack,
      replace,
    };
  }

  /** Headers of the selected details. */
  private outputHeaders(): string[] {
    const on = this.tickedHeaders.get(this.job?.kind ?? '');
    return (this.job?.details ?? []).map(({ header }) => header).filter((header) => on?.has(header));
  }

  private drawTargets(): void {
    this.targets.show(this.app.selection?.sheetId ?? 0, this.outputHeaders());
  }

  title(): string {
    return this.job?.title ?? '';
  }

  private radio(job: JobChoice, group: string): HTMLElement {
    const input = el('input', {
      attrs: { type: 'radio', name: group, value: job.kind, checked: job === this.job },
      on: {
        change: () => {
          this.job = job;
          this.drawDetails();
          this.onChange();
        },
      },
    });
    return el(
      'label',
      { class: 'choice', attrs: { title: job.description } },
      input,
      el('span', {}, job.title),
    );
  }

  /** The other fields of the job; their values are kept for each job. */
  private drawFields(job: JobChoice | undefined): void {
    const values = job === undefined ? {} : (this.fieldValues.get(job.kind) ?? {});
    if (job !== undefined) this.fieldValues.set(job.kind, values);
    fill(
      this.fields,
      ...(job?.fields ?? []).map((param) => {
        const id = uniqueName('job-field');
        values[param.name] ??= param.defaultValue ?? '';
        const input = el('input', {
          class: param.kind === 'id' ? 'mono' : '',
          attrs: { id, type: 'text', autocomplete: 'off', spellcheck: 'false' },
          on: {
            input: () => {
              values[param.name] = input.value.trim();
              this.onChange();
            },
          },
        });
        input.value = values[param.name] ?? '';
        return paramField(param, id, input);
      }),
    );
  }

  private drawDetails(): void {
    const job = this.job;
    setText(this.words, job?.description ?? '');
    this.drawFields(job);
    this.drawTargets();
    if (job === undefined) {
      fill(this.details);
      return;
    }
    const on = this.tickedHeaders.get(job.kind)!;
    fill(
      this.details,
      job.details.length === 0 ? null : el('h3', {}, 'Columns'),
      ...job.details.map((detail) => {
        const input = el('input', {
          attrs: { type: 'checkbox', checked: on.has(detail.header) },
          on: {
            change: () => {
              if (input.checked) on.add(detail.header);
              else on.delete(detail.header);
              this.drawTargets();
              this.onChange();
            },
          },
        });
        return el(
          'label',
          { class: 'detail', attrs: { title: `${detail.header}: ${detail.description}` } },
          input,
          el('span', { class: 'mono' }, detail.header),
          el('span', { class: 'soft clip' }, detail.description),
        );
      }),
    );
  }

  private beside(): HTMLElement | null {
    const jobs = new Set(catalogueJobs().map((job) => job.title));
    const there = BESIDE.filter(([tool, words]) => toolByName(tool) && !jobs.has(words));
    if (there.length === 0) return null;
    return el(
      'p',
      { class: 'beside' },
      el('span', { class: 'soft' }, 'Also for these ids: '),
      ...there.map(([tool, words]) =>
        el(
          'button',
          { class: 'inline', attrs: { type: 'button' }, on: { click: () => this.app.openTool(tool) } },
          words,
        ),
      ),
    );
  }
}

// One function: its help, a form for its parameters, Insert and Run.
import type { FileResultView, ParamView, TableView, ToolView } from '../../src/addon/interfaces/api';
import { button, el, fill, setText, uniqueName, workButton } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import type { App } from '../app';
import { type CardTask, WorkCard } from '../files/work-card';
import { quoteSheet } from '../format';
import { type FormValues, initialValue, missing, writeFormula } from '../formula';
import { copyButton } from '../parts/copy';
import { paramField } from '../parts/param-field';
import { resultTable } from '../parts/result-table';
import { saveFile } from '../parts/save-file';
import { TaskLine } from '../parts/task-line';
import { CallFailure, call } from '../server';
import { CompanionNote } from './companion-note';
import { companionWait } from './companion-wait';
import { FileField } from './file-field';
import { fileResult } from './file-result';
import { paramInput } from './param-input';
import { isDoneHere, ownDestination, runInPage, storeFiles } from './store-run';
import { hasTableForm, TableForm } from './table-form';

export class ToolForm {
  readonly node: HTMLElement;
  private readonly outcome = new TaskLine({ scrolls: true, onFailure: () => fill(this.answer) });
  private readonly answer = el('div', { class: 'answer', attrs: { 'aria-live': 'polite' } });
  private readonly formula = el('code', { class: 'mono' });
  private readonly inputs = new Map<string, HTMLInputElement | HTMLSelectElement>();
  private readonly files = new Map<string, FileField>();
  private readonly table: TableForm | null;
  readonly back: HTMLButtonElement;

  constructor(
    private readonly app: App,
    private readonly tool: ToolView,
    back: () => void,
  ) {
    this.table = hasTableForm(tool) ? new TableForm(tool, () => this.update()) : null;
    if (this.table) this.inputs.set('table', this.table.table);
    this.back = button('', 'text', back, { 'aria-label': 'All functions' });
    fill(this.back, icon('back'), el('span', {}, 'All functions'));
    const description = [tool.returns && `Gives ${tool.returns}.`, tool.details].filter(Boolean).join(' ');
    this.node = el(
      'div',
      { class: 'tool scroll' },
      this.back,
      el('h2', { class: 'mono' }, tool.formula === '' ? tool.name : tool.formula),
      el('p', {}, tool.summary),
      description === '' ? null : el('p', { class: 'soft' }, description),
      tool.example === '' ? null : el('p', { class: 'example' }, el('code', { class: 'mono' }, tool.example)),
      tool.heavy && !isDoneHere(tool.name) ? new CompanionNote(app).node : null,
      el(
        'form',
        { on: { submit: (event) => event.preventDefault() } },
        ...(this.table ? [this.table.node] : tool.params.map((param) => this.field(param))),
      ),
      tool.formula === ''
        ? null
        : el(
            'div',
            { class: 'formula' },
            this.formula,
            copyButton(() => this.text()),
          ),
      el(
        'div',
        { class: 'row actions' },
        el('span', { class: 'grow' }),
        tool.formula === '' ? null : workButton('Insert into selected cell', 'plain', () => this.insert()),
        workButton('Run', 'main', () => this.run()),
      ),
      tool.writesTab && app.boot.settings.hasToken
        ? el(
            'div',
            { class: 'row actions' },
            el('span', { class: 'grow' }),
            button('All rows to a new tab', 'text', () => {
              if (this.complete()) app.runTab(tool.formula, this.values());
            }),
          )
        : null,
      this.outcome.error.node,
      this.answer,
    );
    this.update();
  }

  private field(param: ParamView): HTMLElement {
    const name = uniqueName('param');
    const input = paramInput(param, name, initialValue(param, this.app.selection), () => this.update());
    this.inputs.set(param.name, input);
    const fromSelection =
      param.kind === 'ids' || param.kind === 'id'
        ? button('Use selection', 'text', () => this.useSelection(param, input))
        : null;
    return paramField(param, name, input, [fromSelection, this.fileField(param, input)]);
  }

  private fileField(param: ParamView, input: HTMLInputElement | HTMLSelectElement): HTMLElement | null {
    if (!param.file || !(input instanceof HTMLInputElement)) return null;
    const field = new FileField({
      input,
      kind: param.file === 'bytes' ? 'bytes' : 'text',
      onChange: () => {
        this.outcome.clear();
        this.update();
      },
      problem: (error) => this.outcome.error.show(error),
    });
    this.files.set(param.name, field);
    return field.node;
  }

  private useSelection(param: ParamView, input: HTMLInputElement | HTMLSelectElement): void {
    const { selection } = this.app;
    if (selection === null || selection.ids === 0) {
      this.app.say('The selection holds no ids');
      return;
    }
    const cells = param.kind === 'ids' ? selection.a1 : `${selection.column}${selection.firstRow}`;
    input.value = `${quoteSheet(selection.sheet)}!${cells}`;
    this.update();
  }

  private values(): FormValues {
    if (this.table) return this.table.values();
    const values: FormValues = {};
    for (const [name, input] of this.inputs) if (input.value.trim() !== '') values[name] = input.value.trim();
    return values;
  }

  /** The values to run with; uploaded files as their bytes. */
  private argumentsToSend(): FormValues {
    const values = this.values();
    for (const [name, { bytes }] of this.files) if (bytes !== '') values[name] = bytes;
    return values;
  }

  private text(): string {
    return writeFormula(this.tool, this.values(), this.app.boot.locale);
  }

  private update(): void {
    setText(this.formula, this.text());
  }

  /** True if every required field is filled; otherwise shows what is missing and focuses the first empty field. */
  private complete(): boolean {
    const gaps = missing(this.tool, this.values());
    for (const [name, input] of this.inputs) input.setAttribute('aria-invalid', String(gaps.includes(name)));
    if (gaps.length === 0) {
      const problem = this.table?.problem() ?? null;
      if (problem === null) return true;
      this.outcome.error.show({ code: 'INPUT', message: `${problem}.`, transient: false });
      return false;
    }
    this.outcome.error.show({
      code: 'INPUT',
      message: `Please fill in: ${gaps.join(', ')}.`,
      transient: false,
    });
    this.inputs.get(gaps[0]!)?.focus();
    return false;
  }

  private async work(task: () => Promise<void>): Promise<void> {
    this.outcome.clear();
    if (this.complete()) await this.outcome.run(task);
  }

  /** Shows an answer below the form and scrolls to it. */
  private say(answer: HTMLElement): void {
    fill(this.answer, answer);
    this.answer.scrollIntoView({ block: 'nearest' });
  }

  private insert(): Promise<void> {
    return this.work(async () => {
      const uploadedField = [...this.files].find(([, { bytes }]) => bytes !== '')?.[0];
      if (uploadedField !== undefined) {
        const message = `${uploadedField}: an uploaded file cannot stand in a formula. Give its address instead`;
        throw new CallFailure({ code: 'INPUT', message, transient: false });
      }
      const { a1 } = await call('insertFormula', this.text());
      this.say(el('p', { class: 'note' }, `Inserted into ${a1}.`));
    });
  }

  private run(): Promise<void> {
    return this.work(async () => {
      const { formula, name, makesFiles, heavy } = this.tool;
      const form = this.argumentsToSend();
      const toolName = formula === '' ? name : formula;
      if (isDoneHere(name)) {
        await this.inPage(name, (control, progress) =>
          runInPage(name, form, { control, progress, save: saveFile }),
        );
        return;
      }
      const own = await ownDestination(name, form);
      const make = () => call('makeFiles', own?.name ?? name, own?.form ?? form);
      const ask = makesFiles
        ? async () => {
            const result = await make();
            if (own === null) return fileResult(result, name);
            await this.inPage(name, (control, progress) => storeFiles(result, own, control, progress));
            return this.answer.firstElementChild as HTMLElement;
          }
        : async () => resultTable(withTitle(await call('runTool', toolName, form), this.tool));
      if (!heavy) {
        this.say(el('p', { class: 'soft busy' }, 'Running…'));
        this.say(await ask());
        return;
      }
      const wait = companionWait({
        canStop: heavy === 'long',
        cancel: () => call('cancelTool', toolName, form),
        onFailure: (error) => this.outcome.error.show(error),
      });
      this.say(wait.node);
      const answer = await wait.poll(ask);
      this.say(answer ?? el('p', { class: 'note' }, 'Cancelled.'));
    });
  }

  /** Does work on stores in the page: shows its progress, then its report. */
  private async inPage(
    name: string,
    work: (...by: Parameters<CardTask>) => Promise<FileResultView>,
  ): Promise<void> {
    const card = new WorkCard();
    const box = el('div', {}, card.node);
    this.say(box);
    await card.run(
      name,
      async (control, progress) => {
        box.append(fileResult(await work(control, progress), name));
        return { words: 'Done.' };
      },
      () => void this.run(),
    );
  }
}

/** Puts what the function returns above a column without a name. */
function withTitle(table: TableView, { returns }: ToolView): TableView {
  const [first, ...rest] = table.header;
  return first === '' ? { ...table, header: [returns, ...rest] } : table;
}

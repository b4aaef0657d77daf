// One function: its help, a form made of its parameters, Insert and Run.
import type { ParamView, ToolView } from '../../src/addon/api';
import type { App } from '../app';
import { button, el, fill, setText, uniqueName, workButton } from '../dom';
import { type FormValues, initialValue, missing, writeFormula } from '../formula';
import { copyButton } from '../parts/copy';
import { ErrorBox } from '../parts/error-box';
import { icon } from '../parts/icons';
import { resultTable } from '../parts/result-table';
import { asCallError, call } from '../server';
import { quoteSheet } from '../words';
import { hasTableForm, TableForm } from './table-form';

/** What one call of the server takes without trouble. */
const MOST_BYTES = 5e6;

const HINTS: Record<ParamView['kind'], string> = {
  ids: 'A range such as C2:C40, or ids',
  id: 'A cell such as C2, or one id',
  points: 'A range such as D2:F9, or text',
  text: 'Text, or a cell such as B2',
  number: 'A number, or a cell',
  boolean: '',
  choice: '',
};

export class ToolForm {
  readonly node: HTMLElement;
  private readonly error = new ErrorBox();
  private readonly answer = el('div', { class: 'answer', attrs: { 'aria-live': 'polite' } });
  private readonly formula = el('code', { class: 'mono' });
  private readonly inputs = new Map<string, HTMLInputElement | HTMLSelectElement>();
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
    this.node = el(
      'div',
      { class: 'tool scroll' },
      this.back,
      el('h2', { class: 'mono' }, tool.formula === '' ? tool.name : tool.formula),
      el('p', {}, tool.summary),
      tool.gives === '' ? null : el('p', { class: 'soft' }, `Gives ${tool.gives}`),
      tool.example === '' ? null : el('p', { class: 'example' }, el('code', { class: 'mono' }, tool.example)),
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
      this.error.node,
      this.answer,
    );
    this.update();
  }

  private field(param: ParamView): HTMLElement {
    const name = uniqueName('param');
    const input = this.input(param, name);
    this.inputs.set(param.name, input);
    const fromSelection =
      param.kind === 'ids' || param.kind === 'id'
        ? button('Use selection', 'text', () => this.useSelection(param, input))
        : null;
    return el(
      'div',
      { class: 'field' },
      el(
        'div',
        { class: 'row' },
        el('label', { attrs: { for: name } }, param.name),
        param.optional ? el('span', { class: 'soft' }, 'optional') : null,
        el('span', { class: 'grow' }),
        fromSelection,
        param.file === true ? this.fileButton(input) : null,
      ),
      input,
      el('p', { class: 'soft' }, param.words),
    );
  }

  /** Puts a file's text into the field. */
  private fileButton(input: HTMLInputElement | HTMLSelectElement): HTMLElement {
    const picker = el('input', {
      attrs: { type: 'file', accept: '.json,.txt', hidden: true, 'aria-hidden': 'true' },
      on: {
        change: async () => {
          const file = picker.files?.[0];
          picker.value = '';
          if (!file) return;
          if (file.size > MOST_BYTES) {
            const size = (file.size / 1e6).toFixed(1);
            const message = `${file.name} has ${size} MB; up to ${MOST_BYTES / 1e6} MB can be sent`;
            this.error.show({ code: 'BIG', message, passing: false });
            return;
          }
          input.value = (await file.text()).replace(/\r?\n/g, ' ');
          this.update();
        },
      },
    });
    return el(
      'span',
      {},
      button('Open a file…', 'text', () => picker.click()),
      picker,
    );
  }

  private input(param: ParamView, name: string): HTMLInputElement | HTMLSelectElement {
    const on = { input: () => this.update() };
    const first = initialValue(param, this.app.selection);
    const choices = param.kind === 'boolean' ? ['TRUE', 'FALSE'] : param.choices;
    if (choices !== undefined && param.kind !== 'ids') {
      const select = el(
        'select',
        { attrs: { id: name }, on: { change: () => this.update() } },
        param.optional ? el('option', { attrs: { value: '' } }, 'as usual') : null,
        ...choices.map((choice) => el('option', { attrs: { value: choice } }, choice)),
      );
      if (first !== '') select.value = param.kind === 'boolean' ? first.toUpperCase() : first;
      return select;
    }
    const input = el('input', {
      class: param.kind === 'text' ? '' : 'mono',
      attrs: {
        id: name,
        type: 'text',
        placeholder: HINTS[param.kind],
        autocomplete: 'off',
        spellcheck: 'false',
      },
      on,
    });
    input.value = first;
    return input;
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

  private text(): string {
    return writeFormula(this.tool, this.values());
  }

  private update(): void {
    setText(this.formula, this.text());
  }

  /** True where every needed field is filled; else goes to the first that is not. */
  private complete(): boolean {
    const gaps = missing(this.tool, this.values());
    for (const [name, input] of this.inputs) input.setAttribute('aria-invalid', String(gaps.includes(name)));
    if (gaps.length === 0) {
      const problem = this.table?.problem() ?? null;
      if (problem === null) return true;
      this.error.show({ code: 'INPUT', message: `${problem}.`, passing: false });
      return false;
    }
    this.error.show({ code: 'INPUT', message: `Please fill in: ${gaps.join(', ')}.`, passing: false });
    this.inputs.get(gaps[0]!)?.focus();
    return false;
  }

  private async work(task: () => Promise<void>): Promise<void> {
    this.error.clear();
    if (!this.complete()) return;
    try {
      await task();
    } catch (thrown) {
      fill(this.answer);
      this.error.show(asCallError(thrown));
      this.error.node.scrollIntoView({ block: 'nearest' });
    }
  }

  /** Below the form: brought into sight, as far as it goes. */
  private say(answer: HTMLElement): void {
    fill(this.answer, answer);
    this.answer.scrollIntoView({ block: 'nearest' });
  }

  private insert(): Promise<void> {
    return this.work(async () => {
      const { a1 } = await call('insertFormula', this.text());
      this.say(el('p', { class: 'note' }, `Inserted into ${a1}.`));
    });
  }

  private run(): Promise<void> {
    return this.work(async () => {
      this.say(el('p', { class: 'soft busy' }, 'Running…'));
      const { formula, name } = this.tool;
      this.say(resultTable(await call('runTool', formula === '' ? name : formula, this.values())));
    });
  }
}

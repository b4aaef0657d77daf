// The Functions panel: the list of functions, or the form of one function.
import type { ToolView } from '../src/addon/interfaces/api';
import { el, fill } from '../src/ui/dom';
import type { App, Panel } from './app';
import { localToolViews } from './catalogue';
import { ToolForm } from './functions/form';
import { FormulaBox } from './functions/formula-box';
import { ToolList } from './functions/list';

export class FunctionsPanel implements Panel {
  readonly node = el('div', { class: 'panel functions' });
  private readonly list: ToolList;
  private readonly formulas = new FormulaBox();

  private readonly tools: readonly ToolView[];

  constructor(private readonly app: App) {
    this.tools = localToolViews(app.boot.locale);
    this.list = new ToolList(this.tools, (tool) => this.open(tool));
    this.home();
  }

  private home(): void {
    fill(this.node, this.formulas.node, this.list.node);
  }

  onShow(): void {
    if (this.list.node.isConnected) this.list.box.focus();
  }

  openByName(name: string): void {
    const tool = this.tools.find((each) => each.name === name);
    if (tool !== undefined) this.open(tool);
  }

  private open(tool: ToolView): void {
    const form = new ToolForm(this.app, tool, () => {
      this.home();
      this.list.box.focus();
    });
    fill(this.node, form.node);
    form.back.focus();
  }
}

// The spreadsheet on the page: grid, cursor and editor, and the handling of keys.
import type { Box, FormulaHelp, TabInfo, UserAction } from '../protocol';
import { arrangements } from './arrangements';
import { boxName, readBoxName, type Spot } from './boxes';
import { cellMenu } from './cell-menu';
import { Columns } from './columns';
import { listenToClipboard } from './copying';
import { Cursor } from './cursor';
import { showMessage } from './dialogs';
import { Editor } from './editor';
import { GridView } from './grid';
import { watchNotes } from './notes';
import { Pointer } from './pointer';
import { popup } from './popup';
import { sendAction } from './server';
import { Store } from './store';
import { toast } from './toasts';

export class SheetView {
  readonly store: Store;
  readonly cursor: Cursor;
  readonly grid: GridView;
  private readonly editor: Editor;
  private readonly columns = new Columns();
  private telling: ReturnType<typeof setTimeout> | undefined;
  /** E-mail of the page's user. */
  person = '';
  /** The last selection of each tab. */
  private readonly places = new Map<number, Box>();

  constructor(
    node: HTMLElement,
    private readonly where: HTMLInputElement,
    bar: HTMLInputElement,
    private readonly showTabs: () => void,
  ) {
    this.store = new Store(() => this.refresh());
    this.grid = new GridView(node, this.store, this.columns);
    this.cursor = new Cursor(
      () => this.store.tab() ?? { rows: 1, columns: 1 },
      (spot) => this.store.isFilled(spot),
      (reveal) => this.moved(reveal),
    );
    this.editor = new Editor(this.grid, bar, {
      input: (spot) => this.store.input(spot),
      write: (spot, text) => this.type(spot, text),
      step: (rows, columns) => this.cursor.step(rows, columns, false),
      spot: () => this.cursor.spot,
      atHand: (spot) => {
        this.grid.reveal(spot);
        return this.store.has(spot.row, spot.row);
      },
    });
    watchNotes(this.grid, this.store);
    new Pointer({
      grid: this.grid,
      store: this.store,
      columns: this.columns,
      cursor: this.cursor,
      editor: this.editor,
      selectAll: () => this.selectAll(),
      focus: () => this.focus(),
    });
    listenToClipboard(this.store, {
      active: () => this.onGrid(),
      box: () => this.cursor.box(),
      paste: (row, column, cells) =>
        void this.act({ do: 'write', tab: this.store.active, row, column, cells }),
    });
    node.addEventListener('contextmenu', (event) => this.context(event));
    node.addEventListener('keydown', (event) => this.key(event));
    this.where.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      const box = readBoxName(this.where.value, this.store.tab() ?? { rows: 1, columns: 1 });
      if (box !== null) this.cursor.setBox(box);
      this.focus();
    });
  }

  know(functions: readonly FormulaHelp[]): void {
    this.editor.know(functions);
  }

  focus(): void {
    this.grid.node.focus({ preventScroll: true });
  }

  setTabs(tabs: TabInfo[]): void {
    this.store.tabs = tabs;
    if (this.store.tab()?.hidden !== false) this.showTab(tabs.find((tab) => !tab.hidden)?.id ?? 0);
    this.showTabs();
    this.where.value = boxName(this.cursor.box());
    this.grid.later();
  }

  showTab(tab: number): void {
    if (tab === this.store.active && this.store.tab() !== null) {
      this.store.show(tab);
      return;
    }
    this.places.set(this.store.active, this.cursor.box());
    this.store.show(tab);
    this.cursor.setBox(this.places.get(tab) ?? { row: 1, column: 1, rows: 1, columns: 1 });
    this.showTabs();
  }

  /** Applies a selection that the script made. */
  selectFor(tab: number, box: Box): void {
    this.showTab(tab);
    this.cursor.setBox(box);
    clearTimeout(this.telling);
  }

  /** The id in the selected cell, or ''. */
  selectedId(): string {
    const text = this.store.cell(this.cursor.spot)?.t ?? '';
    return /^[0-9]{15,20}$/.test(text) ? text : '';
  }

  sortColumn(ascending = true): void {
    void this.act({ do: 'sort', tab: this.store.active, column: this.cursor.spot.column, ascending });
  }

  async act(action: UserAction): Promise<void> {
    const problem = await sendAction(action);
    if (problem !== '') showMessage('There was a problem', problem);
    // A refused write leaves the provisional text, so the cell is always read again.
    if (problem !== '') this.store.stale([this.store.active]);
  }

  private type(spot: Spot, text: string): void {
    this.store.guess(spot, text);
    void this.act({
      do: 'write',
      tab: this.store.active,
      row: spot.row,
      column: spot.column,
      cells: [[text]],
    });
  }

  private refresh(): void {
    this.grid.later();
    this.showInput();
  }

  /** The bar keeps its content while the selected cell is not loaded. */
  private showInput(): void {
    const { row } = this.cursor.spot;
    if (this.store.has(row, row)) this.editor.show(this.store.input(this.cursor.spot));
  }

  private moved(reveal: Spot): void {
    const box = this.cursor.box();
    this.grid.select(box, this.cursor.spot);
    this.grid.reveal(reveal);
    this.where.value = boxName(box);
    this.showInput();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      void sendAction({ do: 'select', tab: this.store.active, box });
    }, 60);
  }

  private selectAll(): void {
    const tab = this.store.tab();
    if (tab === null) return;
    const rows = Math.max(1, tab.lastRow);
    const columns = Math.max(1, tab.lastColumn);
    this.cursor.setBox({ row: 1, column: 1, rows, columns });
  }

  private key(event: KeyboardEvent): void {
    if (this.editor.active) return;
    const control = event.ctrlKey || event.metaKey;
    const steps: Record<string, [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    const page = this.grid.rowsInSight();
    if (step !== undefined) this.cursor.step(step[0], step[1], event.shiftKey, control);
    else if (event.key === 'PageDown') this.cursor.step(page, 0, event.shiftKey);
    else if (event.key === 'PageUp') this.cursor.step(-page, 0, event.shiftKey);
    else if (event.key === 'Home') this.cursor.to({ row: control ? 1 : this.cursor.spot.row, column: 1 });
    else if (event.key === 'Enter' || event.key === 'F2') this.editor.begin(null);
    else if (event.key === 'Tab') this.cursor.step(0, event.shiftKey ? -1 : 1, false);
    else if (event.key === 'F6') document.querySelector<HTMLElement>('#side iframe')?.focus();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.clear();
    else if (control && event.key === 'a') this.selectAll();
    else if (control && !event.shiftKey && event.key === 'z') void this.undo();
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) this.contextAtCell();
    else if (event.key.length === 1 && !control && !event.altKey) this.editor.begin(event.key);
    else return;
    event.preventDefault();
  }

  private async undo(): Promise<void> {
    const problem = await sendAction({ do: 'undo' });
    if (problem !== '') toast('Undo', problem, 6);
  }

  private clear(): void {
    void this.act({ do: 'clear', tab: this.store.active, box: this.cursor.box() });
  }

  private onGrid(): boolean {
    return document.activeElement === this.grid.node && !this.editor.active;
  }

  private contextAtCell(): void {
    const { row, column } = this.cursor.spot;
    const { x, y } = this.grid.place(row, column);
    const { node } = this.grid;
    const frame = node.getBoundingClientRect();
    this.openMenu(frame.left + x - node.scrollLeft + 20, frame.top + y - node.scrollTop + 20);
  }

  private context(event: MouseEvent): void {
    if (event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    this.openMenu(event.clientX, event.clientY);
  }

  private openMenu(x: number, y: number): void {
    const { active: tab } = this.store;
    const box = this.cursor.box();
    const { spot } = this.cursor;
    const act = (action: UserAction) => void this.act(action);
    const text = this.store.cell(spot)?.t ?? '';
    const more = () => {
      const choices = arrangements(tab, box, this.person, text);
      popup(
        choices.map(([label, action]) => ({ label, press: () => act(action) })),
        x,
        y,
      );
    };
    popup(cellMenu(tab, box, spot.column, act, more), x, y);
  }
}

// The spreadsheet on the page: pointer, keys, clipboard and context menu over grid, cursor and editor.
import type { Box, Deed, FormulaHelp, TabInfo } from '../protocol';
import { doDeed, readShown } from './ask-server';
import { tell } from './asks';
import { between, boxName, letters, readBoxName, type Spot } from './boxes';
import { readTable, writeTable } from './clipboard';
import { Columns } from './columns';
import { Cursor } from './cursor';
import { Editor } from './editor';
import { Grid } from './grid';
import { watchNotes } from './notes';
import { popup } from './popup';
import { Store } from './store';
import { toast } from './toasts';

export class Sheet {
  readonly store: Store;
  readonly cursor: Cursor;
  readonly grid: Grid;
  private readonly editor: Editor;
  private readonly columns = new Columns();
  private telling: ReturnType<typeof setTimeout> | undefined;
  /** Where each tab was left. */
  private readonly places = new Map<number, Box>();

  constructor(
    node: HTMLElement,
    private readonly where: HTMLInputElement,
    bar: HTMLInputElement,
    private readonly showTabs: () => void,
  ) {
    this.store = new Store(() => this.refresh());
    this.grid = new Grid(node, this.store, this.columns);
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
    node.addEventListener('pointerdown', (event) => this.press(event));
    node.addEventListener('dblclick', (event) => {
      const { row, column } = this.grid.at(event.clientX, event.clientY);
      if (row > 0 && column > 0) this.editor.begin(null);
    });
    node.addEventListener('contextmenu', (event) => this.context(event));
    node.addEventListener('mousemove', (event) => {
      node.style.cursor = this.grid.edgeAt(event.clientX, event.clientY) > 0 ? 'col-resize' : '';
    });
    node.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('copy', (event) => this.copy(event));
    document.addEventListener('paste', (event) => this.paste(event));
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

  /** The script selected something. */
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

  async act(deed: Deed): Promise<void> {
    const problem = await doDeed(deed);
    if (problem !== '') tell('There was a problem', problem);
    // A refused write leaves what was guessed: read again in any case.
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

  /** The bar keeps what it shows while the selected cell is far out of sight. */
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
      void doDeed({ do: 'select', tab: this.store.active, box });
    }, 60);
  }

  private press(event: PointerEvent): void {
    if (event.target instanceof HTMLTextAreaElement) return;
    const frame = this.grid.node.getBoundingClientRect();
    const inBars =
      event.clientX - frame.left > this.grid.node.clientWidth ||
      event.clientY - frame.top > this.grid.node.clientHeight;
    if (inBars) return;
    const edge = this.grid.edgeAt(event.clientX, event.clientY);
    if (edge > 0) {
      this.resize(edge, event);
      return;
    }
    const spot = this.grid.at(event.clientX, event.clientY);
    if (event.button === 2 && this.holds(spot)) return;
    if (spot.row > 0 && spot.column > 0 && this.point(spot, spot)) {
      this.dragPointing(spot);
      event.preventDefault();
      return;
    }
    this.editor.commit();
    if (spot.row === 0 && spot.column === 0) this.selectAll();
    else if (spot.row === 0) this.cursor.wholeColumn(spot.column, event.shiftKey);
    else if (spot.column === 0) this.cursor.wholeRow(spot.row, event.shiftKey);
    else {
      this.cursor.to(spot, event.shiftKey);
      if (event.button === 0) this.drag();
    }
    this.focus();
    event.preventDefault();
  }

  private point(from: Spot, to: Spot): boolean {
    return this.editor.point(boxName(between(from, to)));
  }

  private dragPointing(from: Spot): void {
    this.whileDragging((event) => {
      const { row, column } = this.grid.at(event.clientX, event.clientY);
      this.point(from, { row: Math.max(1, row), column: Math.max(1, column) });
    });
  }

  private drag(): void {
    this.whileDragging((event) => {
      const spot = this.grid.at(event.clientX, event.clientY);
      this.cursor.to({ row: Math.max(1, spot.row), column: Math.max(1, spot.column) }, true);
    });
  }

  private resize(column: number, start: PointerEvent): void {
    const tab = this.store.active;
    const width = this.columns.width(tab, column);
    this.whileDragging((event) => {
      this.columns.draw(tab, column, width + event.clientX - start.clientX);
      this.grid.later();
    });
    start.preventDefault();
  }

  /** Until the button is released. */
  private whileDragging(move: (event: PointerEvent) => void): void {
    const up = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
  }

  private holds({ row, column }: Spot): boolean {
    const box = this.cursor.box();
    const inRows = row === 0 || (row >= box.row && row < box.row + box.rows);
    const inColumns = column === 0 || (column >= box.column && column < box.column + box.columns);
    return inRows && inColumns;
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
    else if (event.key === 'Delete' || event.key === 'Backspace') this.clear();
    else if (control && event.key === 'a') this.selectAll();
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) this.contextAtCell();
    else if (event.key.length === 1 && !control && !event.altKey) this.editor.begin(event.key);
    else return;
    event.preventDefault();
  }

  private clear(): void {
    void this.act({ do: 'clear', tab: this.store.active, box: this.cursor.box() });
  }

  private onGrid(): boolean {
    return document.activeElement === this.grid.node && !this.editor.active;
  }

  private copy(event: ClipboardEvent): void {
    if (!this.onGrid() || event.clipboardData === null) return;
    event.preventDefault();
    const box = this.usedBox();
    if (this.store.has(box.row, box.row + box.rows - 1)) {
      event.clipboardData.setData('text/plain', writeTable(this.shownIn(box)));
    } else void this.copyFar(box);
  }

  /** Rows that are not at hand are asked for first. */
  private async copyFar(box: Box): Promise<void> {
    try {
      await navigator.clipboard.writeText(writeTable(await readShown(this.store.active, box)));
      toast('', `Copied ${boxName(box)}`, 3);
    } catch {
      tell('Not copied', 'The browser did not let these cells be copied. Select fewer rows.');
    }
  }

  /** The selection, cut to what the tab uses. */
  private usedBox(): Box {
    const box = this.cursor.box();
    const tab = this.store.tab();
    const rows = Math.min(box.rows, Math.max(1, (tab?.lastRow ?? 1) - box.row + 1));
    const columns = Math.min(box.columns, Math.max(1, (tab?.lastColumn ?? 1) - box.column + 1));
    return { ...box, rows, columns };
  }

  private shownIn(box: Box): string[][] {
    return Array.from({ length: box.rows }, (_r, r) =>
      Array.from(
        { length: box.columns },
        (_c, c) => this.store.cell({ row: box.row + r, column: box.column + c })?.t ?? '',
      ),
    );
  }

  private paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!this.onGrid() || text === '') return;
    event.preventDefault();
    const { row, column } = this.cursor.box();
    void this.act({ do: 'write', tab: this.store.active, row, column, cells: readTable(text) });
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
    const tab = this.store.active;
    const box = this.cursor.box();
    const { column } = this.cursor.spot;
    const rows = box.rows === 1 ? 'row' : `${box.rows} rows`;
    popup(
      [
        { label: 'Copy', press: () => document.execCommand('copy') },
        { label: 'Clear', press: () => this.clear() },
        { label: 'Format as plain text', press: () => void this.act({ do: 'plainText', tab, box }) },
        { label: '', line: true },
        {
          label: `Insert ${rows} above`,
          press: () => void this.act({ do: 'insertRows', tab, at: box.row, count: box.rows }),
        },
        {
          label: `Delete ${rows}`,
          press: () => void this.act({ do: 'deleteRows', tab, at: box.row, count: box.rows }),
        },
        {
          label: 'Insert column left',
          press: () => void this.act({ do: 'insertColumns', tab, at: box.column, count: 1 }),
        },
        {
          label: 'Delete column',
          press: () => void this.act({ do: 'deleteColumns', tab, at: box.column, count: 1 }),
        },
        { label: '', line: true },
        { label: `Sort by column ${letters(column)}, A to Z`, press: () => this.sortColumn(true) },
        { label: `Sort by column ${letters(column)}, Z to A`, press: () => this.sortColumn(false) },
      ],
      x,
      y,
    );
  }
}

// The searchable list of catalogue functions.
import type { ToolView } from '../../src/addon/interfaces/api';
import { el, fill, setText } from '../../src/ui/dom';
import { icon } from '../../src/ui/icons';
import { countText } from '../format';
import { VirtualList } from '../parts/virtual-list';
import { searchTools } from './search';

export class ToolList {
  readonly node: HTMLElement;
  readonly box: HTMLInputElement;
  private readonly countLine = el('p', { class: 'soft found', attrs: { role: 'status' } });
  private readonly list: VirtualList<ToolView>;

  constructor(
    private readonly tools: readonly ToolView[],
    open: (tool: ToolView) => void,
  ) {
    this.list = new VirtualList<ToolView>({
      label: 'Functions',
      rowHeight: 60,
      rowsInSight: 0,
      draw: (tool, row) => {
        row.title = tool.example;
        fill(
          row,
          el(
            'div',
            { class: 'row' },
            el('span', { class: 'mono strong clip grow' }, formulaName(tool)),
            el('span', { class: 'family' }, tool.family),
          ),
          el('p', { class: 'clip' }, tool.summary),
          el('p', { class: 'mono soft clip' }, tool.example),
        );
      },
      choose: open,
    });
    this.box = el('input', {
      attrs: { type: 'search', placeholder: 'Search functions', 'aria-label': 'Search functions' },
      on: {
        input: () => this.search(),
        keydown: (event) => {
          if (event.key === 'ArrowDown') this.list.node.focus();
          if (event.key === 'Enter') {
            // Otherwise the key's default action would press the button that gets the focus, which returns to the list.
            event.preventDefault();
            const first = searchTools(this.tools, this.box.value)[0];
            if (first !== undefined) open(first);
          }
        },
      },
    });
    this.node = el(
      'div',
      { class: 'tool-list' },
      el('div', { class: 'search' }, icon('search'), this.box),
      this.countLine,
      this.list.node,
    );
    this.search();
  }

  private search(): void {
    const found = searchTools(this.tools, this.box.value);
    this.list.set(found);
    setText(
      this.countLine,
      found.length === 0 ? 'No function matches. Try another word.' : countText(found.length, 'function'),
    );
  }
}

/** The title of a function: its formula, or its name if it has no formula. */
export function formulaName(tool: ToolView): string {
  return tool.formula === '' ? tool.name : tool.formula;
}

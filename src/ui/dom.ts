// Builds DOM elements. Text from outside only becomes a text node or an attribute, never markup.

export type Child = Node | string | null | false | undefined;

type Handlers = { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void };

export interface Props {
  class?: string;
  attrs?: Record<string, string | number | boolean>;
  on?: Handlers;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (props.class) node.className = props.class;
  for (const [name, value] of Object.entries(props.attrs ?? {})) setAttr(node, name, value);
  for (const [type, handler] of Object.entries(props.on ?? {})) {
    node.addEventListener(type, handler as EventListener);
  }
  append(node, children);
  return node;
}

/** `true` sets an empty attribute, `false` removes it. */
export function setAttr(node: Element, name: string, value: string | number | boolean): void {
  if (value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : String(value));
}

function append(node: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === false || child === undefined) continue;
    node.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
}

/** Replaces the children of `node`. */
export function fill(node: Element, ...children: Child[]): void {
  node.textContent = '';
  append(node, children);
}

/** Sets text only if it differs, so that screen readers and text selections are not disturbed. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export type ButtonStyle = 'main' | 'plain' | 'text' | 'danger';

export function button(
  label: string,
  look: ButtonStyle,
  press: () => void,
  attrs: Props['attrs'] = {},
): HTMLButtonElement {
  return el(
    'button',
    { class: `button ${look}`, attrs: { type: 'button', ...attrs }, on: { click: press } },
    label,
  );
}

/** A button that is disabled while its work runs, and ignores further presses. */
export function workButton(
  label: string,
  look: ButtonStyle,
  work: () => Promise<unknown>,
): HTMLButtonElement {
  const node = button(label, look, () => {
    if (node.getAttribute('aria-disabled') === 'true') return;
    node.setAttribute('aria-disabled', 'true');
    void work().finally(() => node.removeAttribute('aria-disabled'));
  });
  return node;
}

/** A link to an external address that opens in a new tab. Only http and https become links. */
export function linkElement(address: string, label = address): HTMLElement {
  if (!/^https?:\/\//.test(address)) return el('span', {}, label);
  return el('a', { attrs: { href: address, target: '_blank', rel: 'noopener noreferrer' } }, label);
}

/** Splits text and turns addresses into links. */
export function withLinks(text: string): (HTMLElement | string)[] {
  return text
    .split(/(https?:\/\/[^\s;,)]*[^\s;,).])/)
    .map((part, i) => (i % 2 === 1 ? linkElement(part) : part));
}

let lastName = 0;
/** A unique name for `id`, `for` and `aria-*`. */
export function uniqueName(stem: string): string {
  lastName += 1;
  return `${stem}-${lastName}`;
}

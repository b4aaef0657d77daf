// The add-on's pages: the sidebar at the right, and dialogs above the sheet. Each runs in a frame that may reach
// nothing of this page; its calls come as messages.
import { button, el, fill } from '../../../../sidebar/dom';
import { icon } from '../../../../sidebar/parts/icons';
import type { Frame } from '../protocol';
import { doDeed, runOnServer } from './ask-server';

/** As Apps Script grants, without the page's own origin. */
const RIGHTS =
  'allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads';

interface Message {
  gsr?: { id: number; fn: string; args: unknown[] };
  host?: 'close' | 'size' | 'focus';
  width?: number;
  height?: number;
}

interface Open {
  frame: HTMLIFrameElement;
  close(): void;
}

const openFrames = new Set<Open>();

export function listenToFrames(focusSheet: () => void): void {
  window.addEventListener('message', (event: MessageEvent<Message | null>) => {
    const from = [...openFrames].find(({ frame }) => frame.contentWindow === event.source);
    if (from === undefined || event.data === null || typeof event.data !== 'object') return;
    const { gsr, host, width, height } = event.data;
    if (gsr !== undefined) void answer(from.frame, gsr);
    if (host === 'close') from.close();
    if (host === 'focus') focusSheet();
    if (host === 'size' && width !== undefined) from.frame.style.width = `${width}px`;
    if (host === 'size' && height !== undefined) from.frame.style.height = `${height}px`;
  });
}

async function answer(
  frame: HTMLIFrameElement,
  { id, fn, args }: NonNullable<Message['gsr']>,
): Promise<void> {
  const reply = await runOnServer(String(fn), Array.isArray(args) ? args : []);
  // The frame's origin is opaque: no narrower target can be named.
  frame.contentWindow?.postMessage({ gsrReply: { id, ...reply } }, '*');
}

function frameOf(html: string, title: string): HTMLIFrameElement {
  const frame = el('iframe', { attrs: { sandbox: RIGHTS, title } });
  frame.srcdoc = html;
  return frame;
}

let sidebar: Open | null = null;

export function showSidebar(shown: Frame | null): void {
  const place = document.getElementById('side')!;
  if (sidebar !== null) openFrames.delete(sidebar);
  sidebar = null;
  place.hidden = shown === null;
  if (shown === null) {
    fill(place);
    return;
  }
  const frame = frameOf(shown.html, shown.title);
  const close = () => {
    showSidebar(null);
    void doDeed({ do: 'closeSidebar' });
  };
  const cross = button('', 'text', close, { 'aria-label': 'Close the sidebar', title: 'Close' });
  cross.append(icon('close'));
  sidebar = { frame, close };
  openFrames.add(sidebar);
  fill(place, el('div', { class: 'side-head' }, el('span', {}, shown.title), cross), frame);
}

export function showDialog(shown: Frame): void {
  const frame = frameOf(shown.html, shown.title);
  frame.style.width = `${shown.width ?? 600}px`;
  frame.style.height = `${shown.height ?? 400}px`;
  const dialog = el('dialog', { class: 'framed' });
  const own: Open = {
    frame,
    close: () => {
      openFrames.delete(own);
      dialog.remove();
    },
  };
  const cross = button('', 'text', own.close, { 'aria-label': 'Close', title: 'Close' });
  cross.append(icon('close'));
  fill(dialog, el('div', { class: 'side-head' }, el('span', {}, shown.title), cross), frame);
  dialog.addEventListener('close', own.close);
  openFrames.add(own);
  document.body.append(dialog);
  if (shown.kind === 'modal') dialog.showModal();
  else dialog.show();
}

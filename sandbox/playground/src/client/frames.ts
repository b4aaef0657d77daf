// The add-on's pages: the sidebar on the right, and dialogs above the sheet. Each runs in a frame without access to
// this page; its calls arrive as messages.
import { button, el, fill } from '../../../../src/ui/dom';
import { icon } from '../../../../src/ui/icons';
import type { DialogContent } from '../protocol';
import { runOnServer, sendAction } from './server';

/** The frame's rights, as in Apps Script, without the page's own origin. */
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
  // The frame's origin is opaque, so no narrower target can be named.
  frame.contentWindow?.postMessage({ gsrReply: { id, ...reply } }, '*');
}

function frameOf(html: string, title: string): HTMLIFrameElement {
  const frame = el('iframe', { attrs: { sandbox: RIGHTS, title } });
  frame.srcdoc = html;
  return frame;
}

let sidebar: Open | null = null;

export function showSidebar(content: DialogContent | null): void {
  const place = document.getElementById('side')!;
  if (sidebar !== null) openFrames.delete(sidebar);
  sidebar = null;
  place.hidden = content === null;
  if (content === null) {
    fill(place);
    return;
  }
  const frame = frameOf(content.html, content.title);
  const close = () => {
    showSidebar(null);
    void sendAction({ do: 'closeSidebar' });
  };
  const cross = button('', 'text', close, { 'aria-label': 'Close the sidebar', title: 'Close' });
  cross.append(icon('close'));
  sidebar = { frame, close };
  openFrames.add(sidebar);
  fill(place, el('div', { class: 'side-head' }, el('span', {}, content.title), cross), frame);
}

let dialogOpen: Open | null = null;

export function closeDialog(): void {
  dialogOpen?.close();
}

/** Shows a dialog. As in Sheets, a new dialog replaces the previous one. */
export function showDialog(content: DialogContent): void {
  closeDialog();
  const frame = frameOf(content.html, content.title);
  frame.style.width = `${content.width ?? 600}px`;
  frame.style.height = `${content.height ?? 400}px`;
  const dialog = el('dialog', { class: 'framed', attrs: { 'aria-label': content.title } });
  const own: Open = {
    frame,
    close: () => {
      openFrames.delete(own);
      if (dialogOpen === own) dialogOpen = null;
      dialog.remove();
    },
  };
  const cross = button('', 'text', own.close, { 'aria-label': 'Close', title: 'Close' });
  cross.append(icon('close'));
  const head = el('div', { class: 'side-head' }, el('span', {}, content.title), cross);
  fill(dialog, head, frame);
  dialog.addEventListener('close', own.close);
  openFrames.add(own);
  dialogOpen = own;
  document.body.append(dialog);
  if (content.kind === 'modal') dialog.showModal();
  else {
    dialog.show();
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') own.close();
    });
  }
  dragBy(head, dialog);
}

/** Moves a dialog by its title bar, which stays visible. */
function dragBy(head: HTMLElement, dialog: HTMLElement): void {
  head.addEventListener('pointerdown', (down) => {
    if (down.target instanceof Element && down.target.closest('button') !== null) return;
    const { left, top, width } = dialog.getBoundingClientRect();
    head.setPointerCapture(down.pointerId);
    // Captured, because pointer events over the frame would go to the frame.
    const move = (event: PointerEvent) => {
      const x = left + event.clientX - down.clientX;
      const y = top + event.clientY - down.clientY;
      dialog.style.inset = 'auto';
      dialog.style.margin = '0';
      dialog.style.left = `${Math.max(80 - width, Math.min(window.innerWidth - 80, x))}px`;
      dialog.style.top = `${Math.max(0, Math.min(window.innerHeight - 40, y))}px`;
    };
    head.addEventListener('pointermove', move);
    head.addEventListener('lostpointercapture', () => head.removeEventListener('pointermove', move), {
      once: true,
    });
  });
}

// The layout of both windows with a 3D picture: a heading for screen readers, the picture, and the side panel.
import { el } from '../../src/ui/dom';

export const viewerFrame = (title: string, picture: HTMLElement, side: HTMLElement): HTMLElement =>
  el('main', { class: 'viewer' }, el('h1', { class: 'offscreen' }, title), picture, side);

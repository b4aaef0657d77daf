// The first screen for users without a token: three steps, and a function to try without one.
import type { ToolView } from '../src/addon/interfaces/api';
import { el, fill, linkElement, workButton } from '../src/ui/dom';
import type { App, Panel } from './app';
import { localToolViews } from './catalogue';
import { ErrorBox } from './parts/error-box';
import { asCallError, call } from './server';
import { tokenForm } from './token-form';

/** Functions that send no requests to CAVE, the most useful first. */
const NEEDS_NO_TOKEN = ['calc_3d_distance', 'make_color_list', 'get_supported_configs'];

export class FirstOpen implements Panel {
  readonly node: HTMLElement;

  constructor(app: App) {
    const { settings } = app.boot;
    this.node = el(
      'div',
      { class: 'panel scroll first' },
      el('h2', {}, 'Neurons in your sheet, kept up to date'),
      el(
        'p',
        {},
        'Tracer Tools looks up the segment ids in your sheet in CAVE: what they are called now, how big they are, whether they are proofread.',
      ),
      el(
        'ol',
        { class: 'steps' },
        step(
          'Get your token',
          'Sign in with the Google account that your lab added to CAVE, and copy a token from the list, or make one there.',
          linkElement(settings.tokenPage, 'Open the token page'),
        ),
        step(
          'Paste it here',
          'It is kept in your own Google account’s store for this add-on, and never written into the sheet.',
          tokenForm(() => app.restart()),
        ),
        step(
          'Select ids and press Run',
          'Any column of segment ids will do. Nothing is written before you have seen what.',
        ),
      ),
      demo(app.boot.locale),
    );
  }
}

function step(title: string, words: string, ...more: HTMLElement[]): HTMLElement {
  return el('li', {}, el('p', { class: 'strong' }, title), el('p', { class: 'soft' }, words), ...more);
}

function demo(locale: string): HTMLElement | null {
  const all = localToolViews(locale);
  const tools = NEEDS_NO_TOKEN.map((name) => all.find((tool) => tool.name === name)).filter(
    (tool): tool is ToolView => tool?.example.startsWith('=') === true,
  );
  const tool = tools[0];
  if (tool === undefined) return null;
  const error = new ErrorBox();
  const message = el('p', { class: 'note', attrs: { role: 'status', hidden: true } });
  return el(
    'section',
    { class: 'card' },
    el('h3', {}, 'Try it without a token'),
    el('p', {}, tool.summary),
    el('p', { class: 'example' }, el('code', { class: 'mono' }, tool.example)),
    el(
      'div',
      { class: 'row' },
      workButton('Insert into selected cell', 'plain', async () => {
        error.clear();
        try {
          const { a1 } = await call('insertFormula', tool.example);
          fill(message, `Inserted into ${a1}.`);
          message.hidden = false;
        } catch (failure) {
          error.show(asCallError(failure));
        }
      }),
    ),
    message,
    error.node,
  );
}

import type { ScheduleMail } from '../../src/addon/interfaces/api';
import { el } from '../../src/ui/dom';

const MAILS: [ScheduleMail, string][] = [
  ['none', 'No mail'],
  ['failures', 'Mail me when it fails'],
  ['digest', 'Mail me what changed'],
];

/** The choice of mail after a run; `onChange` is called with each new choice. */
export function mailSelect(
  initial: ScheduleMail,
  onChange?: (mail: ScheduleMail) => Promise<void>,
): HTMLSelectElement {
  const select = el(
    'select',
    {
      attrs: { 'aria-label': 'Mail' },
      on: { change: () => void onChange?.(select.value as ScheduleMail) },
    },
    ...MAILS.map(([mail, words]) => el('option', { attrs: { value: mail } }, words)),
  );
  select.value = initial;
  return select;
}

/** MailApp: records mails and sends none. */

import { ScriptError } from '../../platform/errors';
import { ServiceObject, type Signatures } from '../../platform/service-object';
import type { ServiceContext } from '../context';

export class MailApp extends ServiceObject {
  static readonly path = 'MailApp';
  static readonly signatures: Signatures = {
    sendEmail: ['o', 's,s,s', 's,s,s,o', 's,s,s,s'],
    getRemainingDailyQuota: [''],
  };
  readonly kind = 'MailApp';

  constructor(readonly execution: ServiceContext) {
    super();
  }

  /** Forms: (message), (to, subject, body, options?), (to, replyTo, subject, body). */
  sendEmail(first: string | Record<string, unknown>, second = '', third = '', fourth: unknown = null) {
    const { world, user } = this.execution;
    const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));
    let mail = { to: '', subject: second, body: third };
    if (typeof first === 'string') {
      mail =
        typeof fourth === 'string' ? { to: first, subject: third, body: fourth } : { ...mail, to: first };
    } else {
      mail = { to: text(first.to), subject: text(first.subject), body: text(first.body ?? first.htmlBody) };
    }
    const recipients = mail.to.split(',').filter((address) => address.trim() !== '');
    if (recipients.length === 0) throw new ScriptError('Failed to send email: no recipient');
    const wrong = recipients.find((address) => !/^[^@\s]+@[^@\s]+$/.test(address.trim()));
    if (wrong !== undefined) throw new ScriptError(`Invalid email: ${wrong.trim()}`);
    world.quotas.spend(user, 'mail', recipients.length);
    world.mails.push({ ...mail, user });
  }
  getRemainingDailyQuota() {
    const { world, user } = this.execution;
    return Math.max(0, world.switches.daily.mail - world.quotas.of(user, 'mail'));
  }
}

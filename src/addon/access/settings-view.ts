/** The settings as the sidebar shows them, without tokens and grants. */
import { tokenPage } from '../../cave/client/auth';
import type { SettingsView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { companionUse } from './companion-access';
import { access, documentSettings, formulaConsent } from './settings';

const PERMISSIONS = [
  {
    scope: 'openid',
    words: 'Tells your lab’s companion who asks, where one is set. It is shown to that address alone.',
  },
  { scope: 'spreadsheets.currentonly', words: 'Reads and writes this spreadsheet, and no other.' },
  {
    scope: 'script.external_request',
    words: 'Asks CAVE, and the companion where one is set, about the ids in your sheet.',
  },
  { scope: 'script.container.ui', words: 'Shows this sidebar and the menu.' },
  { scope: 'script.scriptapp', words: 'Sets the one hourly alarm of your scheduled refreshes.' },
  {
    scope: 'script.send_mail',
    words: 'Mails you, and nobody else, when a scheduled refresh fails, if you ask for it.',
  },
  { scope: 'userinfo.email', words: 'Writes your address in the run log, so that others see who ran what.' },
];

/** Only in the wider build. */
const CLOUD_STORAGE = {
  scope: 'devstorage.read_write',
  words:
    'Reads and writes your Cloud Storage buckets, where you do so in the Files panel; changes no rights.',
};

/** `problem`: what just went wrong with the companion's grant. */
export function settingsView(host: Host, problem = ''): SettingsView {
  const { server, datastack, companion } = documentSettings(host);
  const { by, mine } = formulaConsent(host);
  return {
    server,
    datastack,
    companion,
    companionUse: { ...companionUse(host), problem },
    hasToken: access(host).token !== '',
    tokenPage: tokenPage(server),
    formulas: {
      on: by !== '' || mine,
      by,
      mine,
      words:
        'Formulas in this spreadsheet ask CAVE with the spreadsheet owner’s token, for everyone who can edit it. ' +
        'Only the owner’s switch counts; the token itself is never shown.',
    },
    permissions:
      (host.storage?.google().state ?? 'absent') === 'absent' ? PERMISSIONS : [...PERMISSIONS, CLOUD_STORAGE],
  };
}

/** The settings as the sidebar shows them, without tokens and grants. */
import { tokenPage } from '../../cave/client/auth';
import type { SettingsView } from '../interfaces/api';
import type { Host } from '../interfaces/host';
import { companionUse } from './companion-access';
import { access, documentSettings, formulaConsent } from './settings';

/** `problem`: why the companion's grant has just failed, or ''. */
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
    formulas: { on: by !== '' || mine, by, mine },
    cloudStorage: (host.storage?.google().state ?? 'absent') !== 'absent',
  };
}

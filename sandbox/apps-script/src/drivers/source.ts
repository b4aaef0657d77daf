/** The text that builds the services inside a context: two self-contained functions, and their description. */

import { makeCodec } from '../guest/codec';
import { guest } from '../guest/guest';
import { GUEST_SPEC } from '../services/registry';

/** Names that appear in stack traces. */
export const SERVICES_FILE = 'apps-script-services';
export const SCRIPT_FILE = 'Code.gs';

/**
 * An expression for a function of (bridge, ownClock) that returns `invoke`. The build must keep the source text of
 * functions.
 */
export function guestSource(): string {
  const spec = JSON.stringify(GUEST_SPEC);
  return `(function () { const codec = (${makeCodec}); const spec = ${spec}; const guest = (${guest});
return function (bridge, ownClock) { return guest(bridge, codec, spec, ownClock); }; })()`;
}

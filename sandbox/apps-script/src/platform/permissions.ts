/** Which service calls each authorization mode allows, and the scopes that they need. */

import { ScriptError } from './errors';
import type { EntryKind, Mode, Switches } from './options';

const AUTH = 'https://www.googleapis.com/auth/';
export const SCOPES = {
  currentSheet: `${AUTH}spreadsheets.currentonly`,
  sheets: `${AUTH}spreadsheets`,
  http: `${AUTH}script.external_request`,
  ui: `${AUTH}script.container.ui`,
  triggers: `${AUTH}script.scriptapp`,
  email: `${AUTH}userinfo.email`,
  openid: 'openid',
  mail: `${AUTH}script.send_mail`,
} as const;

interface Rule {
  /** Matches the last part of the class name. */
  classes: RegExp;
  methods: RegExp;
  /** N none, L limited, C custom function, F full. */
  modes: string;
  /** FULL and LIMITED need one of these. */
  scopes?: readonly string[];
  /** Kinds of entry in which the call is impossible, with the message. */
  outside?: readonly EntryKind[];
}

const SHEET_CLASSES =
  /^(SpreadsheetApp|Spreadsheet|Sheet|Range|RangeList|Protection|TextFinder|Selection|DeveloperMetadata\w*|Filter\w*|Group|DataValidation\w*|RichTextValue\w*|Banding|ConditionalFormatRule\w*)$/;
const SHEET = [SCOPES.currentSheet, SCOPES.sheets];
const READS =
  /^(get|is|has|can|offset|find|create\w*Finder|match|use|flush|toString|with|on|new|build|copy$)/;

/**
 * The first match applies; calls without a rule are refused in all modes. Sources: Editor add-on authorization, Custom
 * functions.
 */
const RULES: readonly Rule[] = [
  { classes: /^(Utilities|Blob|Logger)$/, methods: /./, modes: 'NLCF' },
  { classes: /^SpreadsheetApp$/, methods: /^getUi$/, modes: 'NLF', outside: ['trigger', 'cell'] },
  { classes: /^Menu$/, methods: /./, modes: 'NLF' },
  { classes: /^Ui$/, methods: /^create/, modes: 'NLF' },
  { classes: /^(Ui|PromptResponse)$/, methods: /^(alert|prompt|get)/, modes: 'LF' },
  { classes: /^Ui$/, methods: /^show/, modes: 'F', scopes: [SCOPES.ui] },
  { classes: /^SpreadsheetApp$/, methods: /^(openBy|create)/, modes: 'F', scopes: [SCOPES.sheets] },
  { classes: /^Spreadsheet$/, methods: /^(show)/, modes: 'F', scopes: [SCOPES.ui] },
  { classes: SHEET_CLASSES, methods: READS, modes: 'LCF', scopes: SHEET },
  { classes: SHEET_CLASSES, methods: /./, modes: 'LF', scopes: SHEET },
  {
    classes: /^(PropertiesService|Properties|CacheService|Cache|LockService|Lock)$/,
    methods: /./,
    modes: 'LCF',
  },
  { classes: /^(UrlFetchApp)$/, methods: /^getRequest$/, modes: 'LCF' },
  { classes: /^UrlFetchApp$/, methods: /./, modes: 'CF', scopes: [SCOPES.http] },
  { classes: /^HTTPResponse$/, methods: /./, modes: 'CF' },
  { classes: /^(HtmlService|HtmlOutput|HtmlTemplate)$/, methods: /./, modes: 'LCF' },
  { classes: /^Session$/, methods: /^(getActiveUserLocale|getScriptTimeZone|getTimeZone)$/, modes: 'NLCF' },
  {
    classes: /^(Session|User)$/,
    methods: /^(getActiveUser|getEmail|getTemporary|getUserLoginId)/,
    modes: 'LCF',
  },
  { classes: /^Session$/, methods: /^getEffectiveUser$/, modes: 'LF' },
  {
    classes: /^ScriptApp$/,
    methods: /^(getAuthorizationInfo|getScriptId|getInstallationSource)$/,
    modes: 'NLCF',
  },
  { classes: /^AuthorizationInfo$/, methods: /./, modes: 'NLCF' },
  {
    classes: /^ScriptApp$/,
    methods: /^(newTrigger|getProjectTriggers|getUserTriggers|getScriptTriggers|deleteTrigger)$/,
    modes: 'F',
    scopes: [SCOPES.triggers],
  },
  { classes: /^ScriptApp$/, methods: /./, modes: 'F' },
  {
    classes: /^(Trigger|TriggerBuilder|ClockTriggerBuilder|SpreadsheetTriggerBuilder)$/,
    methods: /./,
    modes: 'F',
  },
  { classes: /^MailApp$/, methods: /./, modes: 'F', scopes: [SCOPES.mail] },
];

export interface CallerRights {
  entry: EntryKind;
  mode: Mode;
  /** True while the script's own top-level code runs. */
  loading: boolean;
  /** The scopes in the manifest, or null if it lists none (Apps Script then determines them itself). */
  listed: readonly string[] | null;
  granted: (scope: string) => boolean;
}

const LETTER: Record<Mode, string> = { NONE: 'N', LIMITED: 'L', CUSTOM_FUNCTION: 'C', FULL: 'F' };

/** Refuses a call with the message of Apps Script. */
export function checkPermission(
  kind: string,
  method: string,
  caller: CallerRights,
  switches: Switches,
): void {
  const fullName = `${kind}.${method}`;
  // For objects inside the spreadsheet, the message has only the method: `You do not have permission to call
  // setValues`.
  const inner = SHEET_CLASSES.test(kind) && kind !== 'SpreadsheetApp';
  const callName = inner || kind === 'Properties' ? method : fullName;
  if (caller.loading) {
    throw new ScriptError(`You do not have permission to call ${fullName} (called while the script loads)`);
  }
  const rule = RULES.find((candidate) => candidate.classes.test(kind) && candidate.methods.test(method));
  if (rule?.outside?.includes(caller.entry)) {
    throw new ScriptError(`Cannot call ${fullName}() from this context.`);
  }
  const scopes = rule?.scopes ?? [];
  const scopeText = scopes.length > 1 ? `(${scopes.join(' || ')})` : scopes[0];
  const requiredText = scopeText === undefined ? '' : `. Required permissions: ${scopeText}`;
  if (!rule?.modes.includes(LETTER[caller.mode])) {
    throw new ScriptError(`You do not have permission to call ${callName}${inner ? '' : requiredText}`);
  }
  // A formula is anonymous, so no grants are checked.
  if (scopes.length === 0 || caller.mode === 'CUSTOM_FUNCTION') return;
  const listedScopes =
    caller.listed === null ? scopes : scopes.filter((scope) => caller.listed?.includes(scope));
  if (listedScopes.length === 0) {
    throw new ScriptError(`Specified permissions are not sufficient to call ${fullName}${requiredText}`);
  }
  if (caller.mode === 'FULL' && switches.granularConsent && !listedScopes.some(caller.granted)) {
    throw new ScriptError(`You do not have permission to call ${fullName}${requiredText}`);
  }
}

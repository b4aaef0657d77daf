/**
 * The Host on Apps Script. Only this file and its two neighbours name Google's services, and none does while loading.
 */
import { TtError } from '../../core/errors';
import type { Host, PropertyStore, TextCache } from '../interfaces/host';
import { urlFetchDriver } from './fetch';
import { sheetFile } from './sheets';
import { googleStorage } from './storage';

const LOCK_MS = 20_000;
/** Formulas end after 30 s; other runs may wait for a slow table. */
const FORMULA_FETCH_SECONDS = 25;
const FETCH_SECONDS = 120;

function store(properties: () => GoogleAppsScript.Properties.Properties | null): PropertyStore {
  const open = () => {
    const found = properties();
    if (!found) throw new TtError('INPUT', 'open a spreadsheet first');
    return found;
  };
  return {
    get: (key) => open().getProperty(key),
    all: () => open().getProperties(),
    set: (key, value) => {
      open().setProperty(key, value);
    },
    remove: (key) => {
      open().deleteProperty(key);
    },
  };
}

/** Reads each property once: a read is a service call with a daily quota, and a formula is short and never writes. */
function readOnce(under: PropertyStore): PropertyStore {
  const readValues = new Map<string, string | null>();
  return {
    ...under,
    get: (key) => {
      if (!readValues.has(key)) readValues.set(key, under.get(key));
      return readValues.get(key)!;
    },
  };
}

const KEY_CHARACTERS = 250;
const ENTRIES_AT_ONCE = 900;

/** The document's cache; ignores keys that are too long for it. */
function textCache(): TextCache {
  const cache = () => CacheService.getDocumentCache();
  const fits = (key: string) => key.length <= KEY_CHARACTERS;
  return {
    getAll: (keys) => {
      const shortKeys = keys.filter(fits);
      return shortKeys.length > 0 ? ((cache()?.getAll(shortKeys) ?? {}) as Record<string, string>) : {};
    },
    putAll: (values, seconds) => {
      // Beyond 1,000 entries the cache drops some, so only the first ones are stored.
      const entries = Object.entries(values).filter(([key]) => fits(key));
      if (entries.length === 0) return;
      cache()?.putAll(Object.fromEntries(entries.slice(0, ENTRIES_AT_ONCE)), seconds);
    },
  };
}

export function googleHost(inFormula: boolean): Host {
  const cache = textCache();
  const wrapStore = inFormula ? readOnce : (under: PropertyStore) => under;
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    uuid: () => Utilities.getUuid(),
    user: () => (inFormula ? '' : Session.getEffectiveUser().getEmail()),
    identityToken: () => (inFormula ? '' : (ScriptApp.getIdentityToken() ?? '')),
    storage: inFormula ? null : googleStorage(),
    http: urlFetchDriver(() => (inFormula ? FORMULA_FETCH_SECONDS : FETCH_SECONDS), inFormula),
    userStore: wrapStore(store(() => PropertiesService.getUserProperties())),
    documentStore: wrapStore(store(() => PropertiesService.getDocumentProperties())),
    cache,
    keyValueCache: {
      get: (key) => cache.getAll([`m ${key}`])[`m ${key}`] ?? null,
      put: (key, value, seconds) => cache.putAll({ [`m ${key}`]: value }, seconds),
    },
    file: sheetFile(),
    locked: (work) => {
      const lock = LockService.getDocumentLock();
      if (!lock.tryLock(LOCK_MS)) {
        throw new TtError('BUSY', 'another run is writing in this spreadsheet. Try again in a moment');
      }
      try {
        return work();
      } finally {
        SpreadsheetApp.flush();
        lock.releaseLock();
      }
    },
    triggers: {
      ensureHourly: (handler, minute) => {
        const mine = ScriptApp.getUserTriggers(SpreadsheetApp.getActiveSpreadsheet());
        if (mine.some((trigger) => trigger.getHandlerFunction() === handler)) return;
        ScriptApp.newTrigger(handler).timeBased().everyHours(1).nearMinute(minute).create();
      },
      remove: (handler) => {
        for (const trigger of ScriptApp.getUserTriggers(SpreadsheetApp.getActiveSpreadsheet())) {
          if (trigger.getHandlerFunction() === handler) ScriptApp.deleteTrigger(trigger);
        }
      },
    },
    ui: {
      showSidebar: () => {
        const page = HtmlService.createHtmlOutputFromFile('Sidebar').setTitle('Tracer Tools');
        SpreadsheetApp.getUi().showSidebar(page);
      },
      showDialog: (file, title, width, height) => {
        const page = HtmlService.createHtmlOutputFromFile(file).setWidth(width).setHeight(height);
        SpreadsheetApp.getUi().showModelessDialog(page, title);
      },
      alert: (message) => {
        SpreadsheetApp.getUi().alert('Tracer Tools', message, SpreadsheetApp.getUi().ButtonSet.OK);
      },
    },
    mail: (to, subject, body) => MailApp.sendEmail(to, subject, body),
  };
}

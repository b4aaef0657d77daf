/** Which classes, global objects and enums a script finds. */

import type { Execution } from '../execution';
import type { GuestSpec } from '../guest/guest';
import type { Remote, RemoteClass } from '../remote';
import { BlobObject } from './blob';
import { Cache, CacheService } from './cache';
import { HtmlOutput, HtmlService, HtmlTemplate } from './html';
import { HTTPResponse } from './http-response';
import { Lock, LockService } from './lock';
import { Logger } from './logger';
import { MailApp } from './mail';
import { Menu } from './menu';
import { Properties, PropertiesService } from './properties';
import { Protection } from './protection';
import { Range } from './range';
import { RangeList } from './range-list';
import { AuthorizationInfo, ScriptApp } from './script-app';
import { Session, UserObject } from './session';
import { Sheet } from './sheet';
import { Selection, Spreadsheet } from './spreadsheet';
import { SpreadsheetApp } from './spreadsheet-app';
import { TextFinder } from './text-finder';
import { ClockTriggerBuilder, SpreadsheetTriggerBuilder, Trigger, TriggerBuilder } from './trigger';
import { PromptResponse, Ui } from './ui';
import { UrlFetchApp } from './url-fetch';
import { Utilities } from './utilities';

export const CLASSES: Record<string, RemoteClass> = {
  SpreadsheetApp,
  Spreadsheet,
  Sheet,
  Range,
  RangeList,
  Protection,
  Selection,
  TextFinder,
  Ui,
  Menu,
  PromptResponse,
  PropertiesService,
  Properties,
  CacheService,
  Cache,
  LockService,
  Lock,
  UrlFetchApp,
  HTTPResponse,
  Utilities,
  Blob: BlobObject,
  HtmlService,
  HtmlOutput,
  HtmlTemplate,
  ScriptApp,
  AuthorizationInfo,
  Trigger,
  TriggerBuilder,
  ClockTriggerBuilder,
  SpreadsheetTriggerBuilder,
  Session,
  User: UserObject,
  Logger,
  MailApp,
};

const GLOBALS: Record<string, new (execution: Execution) => Remote> = {
  SpreadsheetApp,
  PropertiesService,
  CacheService,
  LockService,
  UrlFetchApp,
  Utilities,
  HtmlService,
  ScriptApp,
  Session,
  Logger,
  MailApp,
};

const ENUMS: Record<string, string[]> = {
  AuthMode: ['NONE', 'CUSTOM_FUNCTION', 'LIMITED', 'FULL'],
  AuthorizationStatus: ['REQUIRED', 'NOT_REQUIRED'],
  EventType: ['CLOCK', 'ON_OPEN', 'ON_EDIT', 'ON_FORM_SUBMIT', 'ON_CHANGE', 'ON_EVENT_UPDATED'],
  TriggerSource: ['SPREADSHEETS', 'CLOCK', 'FORMS', 'DOCUMENTS', 'CALENDAR'],
  InstallationSource: ['APPS_MARKETPLACE_DOMAIN_ADD_ON', 'NONE', 'WEB_STORE_ADD_ON'],
  WeekDay: ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'],
  ButtonSet: ['OK', 'OK_CANCEL', 'YES_NO', 'YES_NO_CANCEL'],
  Button: ['CLOSE', 'OK', 'CANCEL', 'YES', 'NO'],
  DigestAlgorithm: ['MD2', 'MD5', 'SHA_1', 'SHA_256', 'SHA_384', 'SHA_512'],
  MacAlgorithm: ['HMAC_MD5', 'HMAC_SHA_1', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512'],
  Charset: ['US_ASCII', 'UTF_8'],
  SandboxMode: ['EMULATED', 'IFRAME', 'NATIVE'],
  XFrameOptionsMode: ['ALLOWALL', 'DEFAULT'],
  ProtectionType: ['RANGE', 'SHEET'],
  RecalculationInterval: ['ON_CHANGE', 'MINUTE', 'HOUR'],
  Dimension: ['COLUMNS', 'ROWS'],
  Direction: ['UP', 'DOWN', 'PREVIOUS', 'NEXT'],
  WrapStrategy: ['WRAP', 'OVERFLOW', 'CLIP'],
};

export const SPEC: GuestSpec = {
  classes: Object.fromEntries(Object.entries(CLASSES).map(([name, of]) => [name, Object.keys(of.takes)])),
  globals: Object.keys(GLOBALS),
  enums: ENUMS,
  enumsOf: {
    ScriptApp: [
      'AuthMode',
      'AuthorizationStatus',
      'EventType',
      'TriggerSource',
      'InstallationSource',
      'WeekDay',
    ],
    Ui: ['ButtonSet', 'Button'],
    Utilities: ['DigestAlgorithm', 'MacAlgorithm', 'Charset'],
    HtmlService: ['SandboxMode', 'XFrameOptionsMode'],
    SpreadsheetApp: ['ProtectionType', 'RecalculationInterval', 'Dimension', 'Direction', 'WrapStrategy'],
  },
};

export function makeGlobals(execution: Execution): Map<string, Remote> {
  return new Map(Object.entries(GLOBALS).map(([name, Service]) => [name, new Service(execution)]));
}

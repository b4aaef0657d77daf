/** The classes, global objects and enums of the runtime. */

import type { GuestSpec } from '../guest/guest';
import type { ServiceClass, ServiceObject } from '../platform/service-object';
import { BlobObject } from './content/blob';
import { HtmlOutput, HtmlService, HtmlTemplate } from './content/html';
import { Utilities } from './content/utilities';
import type { ObjectFactory, ServiceContext } from './context';
import { HTTPResponse } from './fetch/http-response';
import { UrlFetchApp } from './fetch/url-fetch';
import { Cache, CacheService } from './script/cache';
import { Lock, LockService } from './script/lock';
import { Logger } from './script/logger';
import { MailApp } from './script/mail';
import { Properties, PropertiesService } from './script/properties';
import { AuthorizationInfo, ScriptApp } from './script/script-app';
import { Session, UserObject } from './script/session';
import { ClockTriggerBuilder, SpreadsheetTriggerBuilder, Trigger, TriggerBuilder } from './script/trigger';
import { Filter, FilterCriteria, FilterCriteriaBuilder } from './spreadsheet/filter';
import { Banding, ConditionalFormatRule, ConditionalFormatRuleBuilder } from './spreadsheet/formats';
import {
  DeveloperMetadata,
  DeveloperMetadataFinder,
  DeveloperMetadataLocation,
} from './spreadsheet/metadata';
import { Protection, protectBox } from './spreadsheet/protection';
import { Range } from './spreadsheet/range';
import { RangeList } from './spreadsheet/range-list';
import { RichTextValue, RichTextValueBuilder } from './spreadsheet/rich-text';
import { Selection } from './spreadsheet/selection';
import { Sheet } from './spreadsheet/sheet';
import { LineGroup } from './spreadsheet/sheet-layout';
import { Spreadsheet } from './spreadsheet/spreadsheet';
import { SpreadsheetApp } from './spreadsheet/spreadsheet-app';
import { TextFinder } from './spreadsheet/text-finder';
import { DataValidation, DataValidationBuilder } from './spreadsheet/validation';
import { Menu } from './ui/menu';
import { PromptResponse, Ui } from './ui/ui';

export const CLASSES: Record<string, ServiceClass> = {
  SpreadsheetApp,
  Spreadsheet,
  Sheet,
  Range,
  RangeList,
  Protection,
  Selection,
  TextFinder,
  DeveloperMetadata,
  DeveloperMetadataFinder,
  DeveloperMetadataLocation,
  Filter,
  FilterCriteria,
  FilterCriteriaBuilder,
  Group: LineGroup,
  DataValidation,
  DataValidationBuilder,
  RichTextValue,
  RichTextValueBuilder,
  Banding,
  ConditionalFormatRule,
  ConditionalFormatRuleBuilder,
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

const GLOBALS: Record<string, new (execution: ServiceContext) => ServiceObject> = {
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
  DeveloperMetadataLocationType: ['SPREADSHEET', 'SHEET', 'ROW', 'COLUMN'],
  DeveloperMetadataVisibility: ['DOCUMENT', 'PROJECT'],
  DataValidationCriteria: [
    'CHECKBOX',
    'VALUE_IN_LIST',
    'VALUE_IN_RANGE',
    'NUMBER_BETWEEN',
    'NUMBER_NOT_BETWEEN',
    'NUMBER_EQUAL_TO',
    'NUMBER_NOT_EQUAL_TO',
    'NUMBER_GREATER_THAN',
    'NUMBER_GREATER_THAN_OR_EQUAL_TO',
    'NUMBER_LESS_THAN',
    'NUMBER_LESS_THAN_OR_EQUAL_TO',
    'DATE_IS_VALID_DATE',
    'DATE_AFTER',
    'DATE_BEFORE',
    'DATE_BETWEEN',
    'DATE_EQUAL_TO',
    'TEXT_CONTAINS',
    'TEXT_DOES_NOT_CONTAIN',
    'TEXT_EQUAL_TO',
    'TEXT_IS_VALID_EMAIL',
    'TEXT_IS_VALID_URL',
  ],
  BandingTheme: ['LIGHT_GREY', 'CYAN', 'GREEN', 'YELLOW', 'ORANGE', 'BLUE', 'TEAL', 'GREY', 'BROWN'],
};

export const GUEST_SPEC: GuestSpec = {
  classes: Object.fromEntries(
    Object.entries(CLASSES).map(([name, of]) => [name, Object.keys(of.signatures)]),
  ),
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
    SpreadsheetApp: [
      'ProtectionType',
      'RecalculationInterval',
      'Dimension',
      'Direction',
      'WrapStrategy',
      'DeveloperMetadataLocationType',
      'DeveloperMetadataVisibility',
      'DataValidationCriteria',
      'BandingTheme',
    ],
  },
};

export function globalObjects(execution: ServiceContext): Map<string, ServiceObject> {
  return new Map(Object.entries(GLOBALS).map(([name, Service]) => [name, new Service(execution)]));
}

export function objectFactory(execution: ServiceContext): ObjectFactory {
  return {
    spreadsheet: (workbook) => new Spreadsheet(execution, workbook),
    sheet: (grid) => new Sheet(execution, grid),
    textFinder: (grid, box, text) => new TextFinder(execution, grid, box, text),
    protect: (grid, box) => protectBox(execution, grid, box),
    range: (grid, box) => new Range(execution, grid, box),
    wholeLine: (grid, axis, line) => {
      const { maxRows, maxColumns } = grid;
      const box =
        axis === 'rows'
          ? { row: line, column: 1, rows: 1, columns: maxColumns }
          : { row: 1, column: line, rows: maxRows, columns: 1 };
      return new Range(execution, grid, box, axis);
    },
    filter: (grid) => new Filter(execution, grid),
  };
}

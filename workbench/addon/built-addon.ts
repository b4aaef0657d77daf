/** The built bundle as the options of a host: its code and pages, and two people who use it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostOptions, Manifest } from '@tracer-tools/apps-script';
import type { Workbook } from '@tracer-tools/apps-script/sheet';

const ADDON = join(__dirname, '..', '..', 'dist', 'addon');
export const OWNER = 'owner@example.org';
export const EDITOR = 'editor@example.org';

type BuiltAddon = Pick<HostOptions, 'code' | 'html' | 'manifest' | 'workbook' | 'users' | 'owner'>;

/** By name: a test file makes many hosts, and a megabyte is read as slowly as a call of the add-on runs. */
const texts = new Map<string, string>();

function file(name: string): string {
  const text = texts.get(name) ?? readFileSync(join(ADDON, name), 'utf8');
  texts.set(name, text);
  return text;
}

export function builtAddon(workbook: Workbook): BuiltAddon {
  if (!existsSync(join(ADDON, 'Code.js')))
    throw new Error('no bundle in dist/addon: run npm run build first');
  return {
    code: file('Code.js'),
    html: { Sidebar: file('Sidebar.html') },
    manifest: JSON.parse(file('appsscript.json')) as Manifest,
    workbook,
    users: [
      { email: OWNER, name: 'Olga Owner' },
      { email: EDITOR, name: 'Ed Editor' },
    ],
    owner: OWNER,
  };
}

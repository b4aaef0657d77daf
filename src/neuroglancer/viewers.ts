/**
 * Facts about viewers and sources that cannot be looked up at run time. No host is listed as gone: no reference says so
 * of any, so whether a host still replies is tested each time.
 */
import type { Dialect } from './state';

/** Viewers of the fork that reads the legacy dialect only, where published links and configurations show it. */
const LEGACY_VIEWERS: Record<string, string> = {
  'ngl.flywire.ai': 'FlyWire',
  'neuromancer-seung-import.appspot.com': 'Seung lab',
};

export const SPELUNKER = 'https://spelunker.cave-explorer.org/';
export const FLYWIRE_VIEWER = 'https://ngl.flywire.ai/';

export const hostOf = (address: string): string =>
  /^https?:\/\/([^/?#]+)/i.exec(address)?.[1]?.toLowerCase() ?? '';

export function viewerDialect(viewer: string): Dialect {
  return hostOf(viewer) in LEGACY_VIEWERS ? 'legacy' : 'modern';
}

/** Source formats that no present viewer reads, and why. */
const LOST_FORMATS: Record<string, string> = {
  brainmaps:
    'the BrainMaps service is not among the sources that viewers read (source grammar, October 2026)',
};

export const unsupportedFormat = (format: string): string => LOST_FORMATS[format] ?? '';

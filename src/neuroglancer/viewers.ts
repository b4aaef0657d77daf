/**
 * Facts about viewers and sources that cannot be looked up at run time. No host is listed as gone, because no reference
 * says so: each run tests whether a host still replies.
 */
import type { Dialect } from './state';

/** Viewers of the fork that reads only the legacy dialect, according to published links and configurations. */
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

/** Source formats that no present viewer reads, with the reason. */
const LOST_FORMATS: Record<string, string> = {
  brainmaps:
    'the BrainMaps service is not among the sources that viewers read (source grammar, October 2026)',
};

export const unsupportedFormat = (format: string): string => LOST_FORMATS[format] ?? '';

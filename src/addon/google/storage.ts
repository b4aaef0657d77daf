/** What object stores need from Google: the user's token for Cloud Storage, and hash functions for signatures. */
import { toUtf8 } from '../../core/utf8';
import type { HashInput } from '../../volumes/s3/sigv4';
import type { GoogleAccess } from '../interfaces/files-api';
import type { StorageServices } from '../interfaces/host';

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';

type Info = (mode: unknown, scopes: string[]) => GoogleAppsScript.Script.AuthorizationInfo;

export function googleStorage(): StorageServices {
  let cachedAccess: GoogleAccess | null = null;
  return {
    google: () => {
      cachedAccess ??= access();
      return cachedAccess;
    },
    googleToken: () => ScriptApp.getOAuthToken(),
    hashes: {
      md5: (data) => toUnsigned(Utilities.computeDigest(Utilities.DigestAlgorithm.MD5, toSigned(data))),
      sha256: (data) =>
        toUnsigned(Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, toSigned(data))),
      hmacSha256: (key, data) =>
        toUnsigned(Utilities.computeHmacSha256Signature(toSigned(data), toSigned(key))),
    },
  };
}

/** Google throws for a scope that the manifest does not list. */
function access(): GoogleAccess {
  try {
    const info = (ScriptApp.getAuthorizationInfo as Info)(ScriptApp.AuthMode.FULL, [SCOPE]);
    const isAllowed = info.getAuthorizationStatus() === ScriptApp.AuthorizationStatus.NOT_REQUIRED;
    return { state: isAllowed ? 'allowed' : 'refused', link: info.getAuthorizationUrl() ?? '' };
  } catch {
    return { state: 'absent', link: '' };
  }
}

/** Apps Script's bytes are signed. */
function toSigned(data: HashInput): number[] {
  const bytes = typeof data === 'string' ? toUtf8(data) : data;
  return Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
const toUnsigned = (bytes: number[]): Uint8Array => Uint8Array.from(bytes, (byte) => byte & 255);

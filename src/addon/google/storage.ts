/** What object stores need of Google: the user's token for Cloud Storage, and the hashes of the signer. */
import { toUtf8 } from '../../core/utf8';
import type { HashInput } from '../../volumes/s3/sigv4';
import type { GoogleAccess } from '../interfaces/files-api';
import type { StorageServices } from '../interfaces/host';

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';

type Info = (mode: unknown, scopes: string[]) => GoogleAppsScript.Script.AuthorizationInfo;

export function googleStorage(): StorageServices {
  let known: GoogleAccess | null = null;
  return {
    google: () => {
      known ??= access();
      return known;
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

/** Asking about a scope that the manifest does not list is an error. */
function access(): GoogleAccess {
  try {
    const info = (ScriptApp.getAuthorizationInfo as Info)(ScriptApp.AuthMode.FULL, [SCOPE]);
    const allowed = info.getAuthorizationStatus() === ScriptApp.AuthorizationStatus.NOT_REQUIRED;
    return { state: allowed ? 'allowed' : 'refused', link: info.getAuthorizationUrl() ?? '' };
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

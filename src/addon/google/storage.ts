/** What object stores need from Google: the user's token for Cloud Storage, and hash functions for signatures. */
import { toUtf8 } from '../../core/utf8';
import type { HashInput } from '../../volumes/s3/sigv4';
import type { GoogleAccess } from '../interfaces/files-api';
import type { StorageServices } from '../interfaces/host';
import { toSigned, toUnsigned } from './signed-bytes';

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
      md5: (data) => toUnsigned(Utilities.computeDigest(Utilities.DigestAlgorithm.MD5, toSignedData(data))),
      sha256: (data) =>
        toUnsigned(Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, toSignedData(data))),
      hmacSha256: (key, data) =>
        toUnsigned(Utilities.computeHmacSha256Signature(toSignedData(data), toSignedData(key))),
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

const toSignedData = (data: HashInput): number[] => toSigned(typeof data === 'string' ? toUtf8(data) : data);

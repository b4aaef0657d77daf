// The syntax that Apps Script's parser accepts, for every pass of esbuild.

/** Apps Script rejects newer syntax, such as BigInt literals, when code is pushed. */
export const SYNTAX = {
  target: 'es2019',
  supported: { bigint: false },
  logOverride: { bigint: 'silent' },
  charset: 'utf8',
  legalComments: 'inline',
};

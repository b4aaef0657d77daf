/** Utilities: bytes, digests, UUIDs, sleep, formatString. */

import { createHash, createHmac } from 'node:crypto';
import { messageOf, resultOf } from '../../bench-host';

const signedBytes = (bytes: Uint8Array) => [...bytes].map((byte) => (byte << 24) >> 24);

describe('bytes', () => {
  test.each([
    [`Utilities.base64Encode('é')`, 'w6k='],
    [`Utilities.base64Encode([-1, -2, 127])`, '//5/'],
    [`Utilities.base64EncodeWebSafe([-1, -2, 127])`, '__5_'],
    [`Utilities.base64Decode('w6k=')`, [-61, -87]],
    [`Utilities.base64DecodeWebSafe('__5_')`, [-1, -2, 127]],
    [`Utilities.newBlob(Utilities.base64Decode('w6k=')).getDataAsString()`, 'é'],
    [`Utilities.newBlob('é').getBytes()`, [-61, -87]],
    [`Utilities.newBlob('é').getContentType()`, 'text/plain'],
    [`Utilities.newBlob([1]).getContentType()`, null],
    [`Utilities.newBlob('a', 'text/css', 'n.css').copyBlob().getName()`, 'n.css'],
    [`Utilities.newBlob('a').setName('x.csv').setContentTypeFromExtension().getContentType()`, 'text/csv'],
    [`Utilities.newBlob('a').setBytes([98]).getDataAsString()`, 'b'],
    [`Utilities.newBlob('').setDataFromString('é', 'ISO-8859-1').getBytes()`, [-23]],
    [`Utilities.newBlob('').setContentType('image/png').getContentType()`, 'image/png'],
    [`Utilities.newBlob('a').isGoogleType()`, false],
  ])('%s', (code, value) => {
    expect(resultOf(`return ${code};`)).toEqual(value);
  });

  test('not base64', () => {
    expect(messageOf(`Utilities.base64Decode('a*b')`)).toBe('Could not decode string.');
  });

  test('gzip and back', () => {
    const body = `const z = Utilities.gzip(Utilities.newBlob('x'.repeat(1000)), 'a.gz');
      return [z.getContentType(), z.getName(), z.getBytes().length < 50, Utilities.ungzip(z).getDataAsString().length];`;
    expect(resultOf(body)).toEqual(['application/x-gzip', 'a.gz', true, 1000]);
  });
  test('ungzip wants gzip', () => {
    expect(messageOf(`Utilities.ungzip(Utilities.newBlob('x'))`)).toBe(
      'Blob object must have gzip content type for this operation.',
    );
    expect(messageOf(`Utilities.ungzip(Utilities.newBlob('x', 'application/x-gzip'))`)).toBe(
      'Invalid argument: blob is damaged',
    );
  });
  test('zip and back', () => {
    const body = `const z = Utilities.zip([Utilities.newBlob('1', 'text/plain', 'a.txt'), Utilities.newBlob('2', 'text/plain', 'b.csv')], 'all.zip');
      return [z.getName(), Utilities.unzip(z).map(function (b) { return b.getName() + b.getDataAsString() + b.getContentType(); })];`;
    expect(resultOf(body)).toEqual(['all.zip', ['a.txt1text/plain', 'b.csv2text/csv']]);
    expect(
      messageOf(`Utilities.zip([Utilities.newBlob('1', '', 'a'), Utilities.newBlob('2', '', 'a')])`),
    ).toBe('Duplicate filename "a" not allowed in zip.');
  });
});

describe('digests', () => {
  test.each(['MD5', 'SHA_1', 'SHA_256', 'SHA_384', 'SHA_512'])('%s', (name) => {
    const body = `return Utilities.computeDigest(Utilities.DigestAlgorithm.${name}, 'é', Utilities.Charset.UTF_8);`;
    expect(resultOf(body)).toEqual(
      signedBytes(createHash(name.replace('_', '').toLowerCase()).update('é').digest()),
    );
  });
  test('HMAC', () => {
    const mac = signedBytes(createHmac('sha256', 'key').update('text').digest());
    expect(resultOf(`return Utilities.computeHmacSha256Signature('text', 'key');`)).toEqual(mac);
    expect(
      resultOf(`return Utilities.computeHmacSignature(Utilities.MacAlgorithm.HMAC_SHA_256, 'text', 'key');`),
    ).toEqual(mac);
  });
  test('MD2 is refused in words', () => {
    expect(messageOf(`Utilities.computeDigest(Utilities.DigestAlgorithm.MD2, 'a')`)).toBe(
      'The algorithm MD2 is not part of the stand-in.',
    );
  });
});

test('UUIDs are of version 4, repeatable by seed (seed 3), and differ', () => {
  const body = 'return [Utilities.getUuid(), Utilities.getUuid()];';
  const [first, second] = resultOf(body, { seed: 3 }) as string[];
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(second).not.toBe(first);
  expect(resultOf(body, { seed: 3 })).toEqual([first, second]);
});

test.each([
  ['-1', 'Invalid argument: milliseconds'],
  ['300001', 'Invalid argument: milliseconds'],
  [`'5'`, "The parameters (String) don't match the method signature for Utilities.sleep."],
])('sleep(%s)', (ms, message) => {
  expect(messageOf(`Utilities.sleep(${ms})`)).toBe(message);
});

test('formatString', () => {
  expect(resultOf(`return Utilities.formatString('%s has %03d of %.2f %%, %x', 'a', 7, 1.005, 255);`)).toBe(
    'a has 007 of 1.00 %, ff',
  );
});

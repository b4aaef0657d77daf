/** The MD5 in an ETag, against Node's conversion of hexadecimal digits to base64. */
import { md5Of } from '../../../src/volumes/s3/s3-api';
import { random } from '../../../workbench/random';

test('an ETag of 32 digits is an MD5, seed 7', () => {
  const draw = random(7);
  for (let n = 0; n < 300; n++) {
    const hex = Array.from({ length: 32 }, () => '0123456789abcdef'[Math.floor(draw() * 16)]).join('');
    expect(md5Of(hex)).toBe(Buffer.from(hex, 'hex').toString('base64'));
  }
});

test.each(['', '0123456789abcdef0123456789abcdef-2', '0123456789ABCDEF0123456789ABCDEF', 'x'.repeat(32)])(
  '"%s" is none',
  (etag) => expect(md5Of(etag)).toBe(''),
);

/** Public and not: the edges of every block. */
import { isPublic } from '../../../src/companion/egress/addresses';
import { HOSTILE_ANSWERS } from '../../security/hostile-addresses';

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '142.250.74.80',
  '2606:4700:4700::1111',
  '2a00:1450:4001:82a::201b',
  '2001:200::1',
  '2001:4860:4860::8888',
  '2003::1',
])('%s is public', (address) => expect(isPublic(address)).toBe(true));

test.each(HOSTILE_ANSWERS.filter((answer) => answer.length === 1))('"%s" is not', (address) =>
  expect(isPublic(address)).toBe(false),
);

/** What a locale decides: the decimal mark and the order of day and month. */
import { dateOrder, decimalMark } from '../../../src/core/cells/region';

const LOCALES =
  'en_US en_GB en_AU en_IE en_IN en_NZ de_DE de_AT fr_FR es_ES es_MX it_IT pt_BR pt_PT nl_NL pl_PL ru_RU sv_SE da_DK nb_NO fi_FI tr_TR cs_CZ hu_HU el_GR uk_UA ja_JP ko_KR zh_CN zh_TW he_IL hi_IN th_TH vi_VN id_ID de_CH'.split(
    ' ',
  );

test.each(LOCALES)('%s as the Unicode locale data have it', (locale) => {
  const tag = locale.replace('_', '-');
  const mark = new Intl.NumberFormat(tag).formatToParts(1.5).find(({ type }) => type === 'decimal')!.value;
  expect([locale, decimalMark({ locale })]).toEqual([locale, mark]);
  const order = new Intl.DateTimeFormat(tag, { year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(0)
    .map(({ type }) => type)
    .filter((type) => ['year', 'month', 'day'].includes(type))[0];
  expect([locale, dateOrder({ locale })]).toEqual([locale, order]);
});

test.each(['', 'en', 'xx', 'xx_YY', 'en_ca', 'en_CA'])('"%s" decides no order of day and month', (locale) => {
  expect([null, 'year']).toContain(dateOrder({ locale }));
});

test('a language without a country, and other ways to write it', () => {
  expect([decimalMark({ locale: 'de' }), dateOrder({ locale: 'de' })]).toEqual([',', 'day']);
  expect([decimalMark({ locale: 'en-GB' }), dateOrder({ locale: 'en-GB' })]).toEqual(['.', 'day']);
  expect(decimalMark({ locale: '' })).toBe('');
});

/** Published links, two of each form in use. Links are facts; the repository of each is named. */
const FLYWIRE = 'https://ngl.flywire.ai/';
const FLYWIRE_STATES = 'https://globalv1.flywire-daf.com/nglstate';
const GLOBAL_STATES = 'https://global.daf-apis.com/nglstate/api/v1';
const SPELUNKER = 'https://spelunker.cave-explorer.org/';
const DEMO = 'https://neuroglancer-demo.appspot.com/#!';
const FLYEM = 'gs://flyem-user-links/short';
const SEUNG = 'https://neuromancer-seung-import.appspot.com/?json_url=';
const ZETTA_STATES = 'https://api.zetta.ai/json';
const LOCAL = 'browser-local state (cannot be resolved)';

export const LINK_FORMS: [form: string, url: string, server: string, id: string][] = [
  // natverse/fafbseg
  ['bare state url', `${FLYWIRE_STATES}/5747205470158848`, FLYWIRE_STATES, '5747205470158848'],
  ['fragment gs', `${DEMO}${FLYEM}/2023-08-26.151006.json`, FLYEM, '2023-08-26.151006.json'],
  // natverse/hemibrainr
  [LOCAL, `${FLYWIRE}?local_id=0405d158a8adf61ef9013563b65a3535`, '', '0405d158a8adf61ef9013563b65a3535'],
  [LOCAL, `${FLYWIRE}?local_id=1191adb1d6f85f5f8be0fedc675460f6`, '', '1191adb1d6f85f5f8be0fedc675460f6'],
  // flyconnectome/2023neckconnective
  ['fragment gs', `${DEMO}${FLYEM}/DNSensoryClusters.json`, FLYEM, 'DNSensoryClusters.json'],
  // CAVEconnectome/nglui
  [
    'fragment middleauth',
    `${SPELUNKER}#!middleauth+${GLOBAL_STATES}/4690769064493056`,
    GLOBAL_STATES,
    '4690769064493056',
  ],
  // flyconnectome/bancr
  [
    'fragment middleauth',
    `${SPELUNKER}#!middleauth+${GLOBAL_STATES}/4753860997414912`,
    GLOBAL_STATES,
    '4753860997414912',
  ],
  // navis-org/fafbseg-py
  ['link shortener', 'http://tinyurl.com/yc2cyrha', '', 'yc2cyrha'],
  ['link shortener', 'https://tinyurl.com/4j9v7t86', '', '4j9v7t86'],
  // htem/FANC_auto_recon
  ['query json_url', `${SEUNG}${ZETTA_STATES}/101373223527718115`, ZETTA_STATES, '101373223527718115'],
  ['query json_url', `${SEUNG}${GLOBAL_STATES}/4597640880717824`, GLOBAL_STATES, '4597640880717824'],
  // jasper-tms/the-BANC-fly-connectome
  ['redirecting short name', 'https://ng.banc.community/2025a/example-synapse', '', '2025a/example-synapse'],
  ['redirecting short name', 'https://ng.banc.community/view', '', 'view'],
];

// What each permission of the manifest is for, in plain words.
interface Permission {
  /** The last part of the scope's address. */
  scope: string;
  words: string;
}

export const PERMISSIONS: readonly Permission[] = [
  {
    scope: 'openid',
    words: 'Tells your lab’s companion who asks, where one is set. It is shown to that address alone.',
  },
  { scope: 'spreadsheets.currentonly', words: 'Reads and writes this spreadsheet, and no other.' },
  {
    scope: 'script.external_request',
    words: 'Asks CAVE, and the companion where one is set, about the ids in your sheet.',
  },
  { scope: 'script.container.ui', words: 'Shows this sidebar and the menu.' },
  { scope: 'script.scriptapp', words: 'Sets the one hourly alarm of your scheduled refreshes.' },
  {
    scope: 'script.send_mail',
    words:
      'Mails you, and nobody else, what a scheduled refresh changed or why it failed, if you ask for it.',
  },
  { scope: 'userinfo.email', words: 'Writes your address in the run log, so that others see who ran what.' },
];

/** Only in the wider build. */
export const CLOUD_STORAGE: Permission = {
  scope: 'devstorage.read_write',
  words:
    'Reads and writes your Cloud Storage buckets, where you do so in the Files panel; changes no rights.',
};

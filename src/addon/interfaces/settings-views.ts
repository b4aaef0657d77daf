/** What the settings show. */

export interface CaveUserView {
  name: string;
  email: string;
}

export interface StackChoice {
  name: string;
  display: string;
}

export interface SettingsView {
  /** Where the global CAVE server is, such as https://global.daf-apis.com. */
  server: string;
  datastack: string;
  hasToken: boolean;
  /** Page where the user gets a token. */
  tokenPage: string;
  formulas: { on: boolean; by: string; mine: boolean };
  companion: string;
  companionUse: {
    /** This user's identity and token may go to the companion's address. */
    confirmed: boolean;
    /** Until when formulas may ask it with this user's grant (ISO time), or ''. */
    formulasUntil: string;
    /** What went wrong with the grant just now, or ''. */
    problem: string;
  };
  /** The wider build, which asks Google for the user's buckets. */
  cloudStorage: boolean;
}

export interface CompanionTest {
  version: string;
}

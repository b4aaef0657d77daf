/** Types of the settings. */

export interface CaveUserView {
  name: string;
  email: string;
}

export interface StackChoice {
  name: string;
  display: string;
}

export interface SettingsView {
  /** Address of the global CAVE server, such as https://global.daf-apis.com. */
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
    /** Until when formulas may use it with this user's grant (ISO time), or ''. */
    formulasUntil: string;
    /** What just went wrong with the grant, or ''. */
    problem: string;
  };
  /** The wider build, which asks Google for access to the user's buckets. */
  cloudStorage: boolean;
}

export interface CompanionTest {
  version: string;
}

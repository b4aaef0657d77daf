/** The users of the sandbox, with their rights and tokens. */

export interface SandboxUser {
  id: number;
  name: string;
  email: string;
  affiliation: string;
}

export interface Account extends SandboxUser {
  token: string;
  /** Permission groups with their rights. */
  rights: Record<string, string[]>;
  /** Datasets whose terms this user has not accepted yet. */
  missingTerms: string[];
}

const GROUPS = ['brain_and_nerve_cord', 'fafb', 'minnie65', 'mrgd', 'stroeh_mouse_retina', 'zheng_ca3'];
const all = (rights: string[]): Record<string, string[]> =>
  Object.fromEntries(GROUPS.map((group) => [group, rights]));

/** Proofreaders whose edits fill the history. The first three are those of the published contribution example. */
export const PROOFREADERS: readonly SandboxUser[] = [
  { id: 5098, name: 'Rosalind Park', email: 'rosalind@example.org', affiliation: 'Lantern Lab' },
  { id: 5017, name: 'Santiago Cajal', email: 'santiago@example.org', affiliation: 'Lantern Lab' },
  { id: 2815, name: 'Mei Tanaka', email: 'mei@example.org', affiliation: 'Harbour Institute' },
  { id: 160, name: 'Camillo Golgi', email: 'camillo@example.org', affiliation: 'Harbour Institute' },
  { id: 161, name: 'Amara Okafor', email: 'amara@example.org', affiliation: 'Lantern Lab' },
  { id: 164, name: 'Jonas Berg', email: 'jonas@example.org', affiliation: 'North Fjord University' },
  { id: 121, name: 'Lucia Moreno', email: 'lucia@example.org', affiliation: 'North Fjord University' },
  { id: 977, name: 'Priya Raman', email: 'priya@example.org', affiliation: 'Harbour Institute' },
];

export const ACCOUNTS: readonly Account[] = [
  {
    id: 42,
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    affiliation: 'Lantern Lab',
    token: 'ada0000000000000000000000000ada0',
    rights: all(['view', 'edit']),
    missingTerms: [],
  },
  {
    id: 43,
    name: 'Grace Hopper',
    email: 'grace@example.org',
    affiliation: 'Harbour Institute',
    token: '9ace00000000000000000000000009ce',
    rights: all(['view']),
    missingTerms: [],
  },
  {
    id: 44,
    name: 'Nora Nobody',
    email: 'nora@example.org',
    affiliation: '',
    token: '0000dead0000000000000000dead0000',
    rights: {},
    missingTerms: [],
  },
  {
    id: 45,
    name: 'Theo Terms',
    email: 'theo@example.org',
    affiliation: 'North Fjord University',
    token: '7e0000000000000000000000000007e0',
    rights: all(['view']),
    missingTerms: GROUPS,
  },
];

/** A well-formed token that belongs to nobody. */
export const INVALID_TOKEN = 'deadbeefdeadbeefdeadbeefdeadbeef';

export function nameOf(user: number): SandboxUser | undefined {
  return ACCOUNTS.find((person) => person.id === user) ?? PROOFREADERS.find((person) => person.id === user);
}

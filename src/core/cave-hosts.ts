/** Hosts of CAVE's public deployments; `*.` stands for all names below. A token that is for CAVE in general goes to no others. */
export const CAVE_HOSTS: readonly string[] = [
  '*.daf-apis.com',
  'prod.flywire-daf.com',
  'prodv1.flywire-daf.com',
  'cave.fanc-fly.com',
];

export const isCaveHost = (host: string): boolean =>
  CAVE_HOSTS.some((pattern) =>
    pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern,
  );

// The services that the project needs, the two accounts, and the secret that one of them may read.
import { member } from './names.mjs';

export const accounts = ({ name }, { service, account, inProject }, { secretFile }) => [
  {
    words: 'Switch on the services',
    args: [
      'services',
      'enable',
      ...'run cloudtasks secretmanager storage artifactregistry cloudbuild'
        .split(' ')
        .map((each) => `${each}.googleapis.com`),
      ...inProject,
    ],
  },
  {
    words: 'The account that the service runs as: it has no rights but those given below',
    args: [
      'iam',
      'service-accounts',
      'create',
      service,
      '--display-name',
      'Tracer Tools companion',
      ...inProject,
    ],
    there: true,
  },
  {
    words: 'The account that signs the queue’s calls: it may do nothing else',
    args: [
      'iam',
      'service-accounts',
      'create',
      `${name}-tasks`,
      '--display-name',
      'Tracer Tools tasks',
      ...inProject,
    ],
    there: true,
  },
  {
    words: 'The secret that grants and seals are made from',
    args: [
      'secrets',
      'create',
      service,
      '--replication-policy',
      'automatic',
      '--data-file',
      secretFile,
      ...inProject,
    ],
    there: true,
  },
  {
    words: 'The service may read its secret',
    args: [
      'secrets',
      'add-iam-policy-binding',
      service,
      ...member(account),
      '--role',
      'roles/secretmanager.secretAccessor',
      ...inProject,
    ],
  },
];

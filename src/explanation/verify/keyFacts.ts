import { asCode, asCodes, asText, message, type Message, verbatim } from '../../text/message';
import type { LiveKey } from '../../ports';

/** DescribeKey's answer for people: a name and a value for each fact worth knowing. */
export function keySentences(key: LiveKey): readonly (readonly [Message, Message])[] {
  const algorithms = algorithmsOf(key);
  return [
    [message('Key'), verbatim(asCode(key.arn))],
    [message('Account, Region'), verbatim(asCodes([key.account, key.region]))],
    ...(key.description === '' ? [] : [[message('Description'), verbatim(asCode(key.description))] as const]),
    [message('State'), stateSays(key)],
    [
      message('Managed by'),
      key.manager === 'AWS' ? message('AWS: its key policy cannot be changed') : message('you (customer managed)'),
    ],
    [message('For'), message('{usage}, {spec}', { usage: usageSays(key.usage), spec: asCode(key.spec) })],
    ...(algorithms.length === 0 ? [] : [[message('Algorithms'), verbatim(asCodes(algorithms))] as const]),
    [message('Key material'), originSays(key)],
    ...(key.multiRegion === undefined
      ? []
      : [
          [
            message('Multi-Region'),
            message('{type}; primary {primary}', {
              type: key.multiRegion.type === 'PRIMARY' ? message('primary') : message('replica'),
              primary: asCode(key.multiRegion.primaryArn),
            }),
          ] as const,
        ]),
    ...(key.created === undefined ? [] : [[message('Created'), verbatim(asText(key.created.slice(0, 10)))] as const]),
  ];
}

function stateSays({ state, deletionDate }: LiveKey): Message {
  switch (state) {
    case 'Enabled':
      return message('enabled');
    case 'Disabled':
      return message('**disabled**: no cryptographic operation works until it is enabled again');
    case 'PendingDeletion':
      return message('**pending deletion**, on {date}: nothing works, and then its data is lost for good', {
        date: asText(deletionDate?.slice(0, 10) ?? '?'),
      });
    case 'PendingReplicaDeletion':
      return message('**pending replica deletion**: it waits for its replicas to be deleted');
    case 'PendingImport':
      return message('**pending import**: its key material is missing');
    case 'Unavailable':
      return message('**unavailable**: its key store is not connected');
    case 'Creating':
      return message('being created');
    case 'Updating':
      return message('being updated');
  }
}

function usageSays(usage: string): Message {
  switch (usage) {
    case 'ENCRYPT_DECRYPT':
      return message('encrypting and decrypting');
    case 'SIGN_VERIFY':
      return message('signing and verifying');
    case 'GENERATE_VERIFY_MAC':
      return message('making and verifying MACs');
    case 'KEY_AGREEMENT':
      return message('key agreement');
    default:
      return verbatim(asText(usage));
  }
}

function originSays({ origin, validTo }: LiveKey): Message {
  switch (origin) {
    case 'AWS_KMS':
      return message('made by KMS');
    case 'EXTERNAL':
      return validTo === undefined
        ? message('imported')
        : message('imported, expires on {date}', { date: asText(validTo.slice(0, 10)) });
    case 'AWS_CLOUDHSM':
      return message('in a CloudHSM cluster');
    case 'EXTERNAL_KEY_STORE':
      return message('in an external key store');
    default:
      return verbatim(asText(origin));
  }
}

/** What a symmetric key can do needs no list. */
function algorithmsOf({ spec, encryptionAlgorithms, signingAlgorithms, macAlgorithms }: LiveKey): readonly string[] {
  return spec === 'SYMMETRIC_DEFAULT' ? [] : [...encryptionAlgorithms, ...signingAlgorithms, ...macAlgorithms];
}

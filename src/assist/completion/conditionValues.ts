import { conditionKey, kmsOperations, regions, viaServiceNames } from '../../reference';
import { familyOf } from '../../rules/facts';
import { asText, type Message, message, verbatim } from '../../text/message';
import type { Candidate, Request } from './candidate';
import { arnTemplate } from './resources';

/**
 * The values that a condition key is known to have.
 * @param type as AWS names it; undefined when the key is not known
 */
export function valuesOf(key: string, type: string | undefined, request: Request): Candidate[] {
  if (type !== undefined && familyOf(type) === 'Bool') {
    return ['true', 'false'].map(value);
  }
  const values = valuesByKey.get(key.toLowerCase());
  return values === undefined ? namesAmong(conditionKey(key)?.values ?? []) : values(request);
}

// Condition keys in lower case.
const valuesByKey: ReadonlyMap<string, (request: Request) => Candidate[]> = new Map(
  Object.entries({
    'kms:viaservice': viaServices,
    'kms:calleraccount': accounts,
    'aws:sourceaccount': accounts,
    'aws:principalaccount': accounts,
    'aws:resourceaccount': accounts,
    'aws:principalorgid': organizations,
    'aws:resourceorgid': organizations,
    'aws:sourceorgid': organizations,
    'aws:requestedregion': everyRegion,
    'kms:primaryregion': everyRegion,
    'kms:replicaregion': everyRegion,
    'aws:principalarn': principalArns,
    'kms:granteeprincipal': principalArns,
    'kms:retiringprincipal': principalArns,
    'aws:sourcearn': sourceArns,
    'kms:grantconstraintsourcearn': sourceArns,
    'aws:principaltype': principalTypes,
    'kms:grantoperations': grantOperations,
    'kms:resourcealiases': aliases,
    'kms:requestalias': aliases,
    'kms:granteeserviceprincipal': servicePrincipals,
    'kms:retiringserviceprincipal': servicePrincipals,
    'aws:principalservicename': servicePrincipals,
    'kms:encryptioncontextkeys': encryptionContextKeys,
    'kms:encryptioncontext:aws:logs:arn': logGroups,
    'kms:encryptioncontext:aws:s3:arn': bucketsAndObjects,
  }),
);

function value(text: string): Candidate {
  return { label: text, kind: 'value' };
}

function shape(label: string, text: string, detail: Message): Candidate {
  return { label, text, kind: 'value', detail };
}

function viaServices({ places }: Request): Candidate[] {
  const region = typeof places.region === 'string' ? places.region : 'REGION';
  return viaServiceNames.map(v =>
    shape(v.value.replace('<region>', region), v.value.replace('<region>', '{region}'), verbatim(asText(v.service))),
  );
}

function accounts({ places, known: { accounts: ofProfiles, seen } }: Request): Candidate[] {
  const own = typeof places.account === 'string' ? [places.account] : [];
  const all = [...new Set([...own, ...ofProfiles, ...seen.accounts])];
  const whose = (id: string): Message => {
    if (own.includes(id)) {
      return message('the account of the key');
    }
    return ofProfiles.includes(id) ? message('from your AWS profiles') : message('seen in this workspace');
  };
  return all.length === 0
    ? [shape('111122223333', '{account}', message('an account id'))]
    : all.map((id): Candidate => ({ label: id, kind: 'value', detail: whose(id) }));
}

function organizations(): Candidate[] {
  return [shape('o-…', '{organization}', message('an organization’s id'))];
}

function everyRegion(): Candidate[] {
  return regions.map(value);
}

function principalArns({ known: { seen } }: Request): Candidate[] {
  return [
    ...seen.principals.filter(p => !p.endsWith(':root')).map(value),
    shape('arn:…:role/', 'arn:{partition}:iam::{account}:role/{role}', message('a role')),
  ];
}

/** ARNs of resources for which the statement's services may call. */
function sourceArns({ statement, known: { services } }: Request): Candidate[] {
  const principals =
    statement?.principal?.value.entries
      .filter(e => e.name === 'Service')
      .flatMap(e => e.value.strings.map(s => s.value.split('.')[0] ?? '')) ?? [];
  const patterns = [...new Set(principals)].flatMap(p => (services?.service(p)?.resources ?? []).slice(0, 20));
  const shapes = patterns.map((pattern): Candidate => ({
    label: pattern.replace('${Partition}', 'aws').replace(/\$\{(\w+)\}/g, '$1'),
    kind: 'value',
    text: arnTemplate(pattern),
  }));
  return shapes.length > 0
    ? shapes
    : [
        shape(
          'arn:aws:SERVICE:REGION:ACCOUNT:…',
          'arn:{partition}:{sender}:{region}:{account}:{any}',
          message('a resource of the calling service'),
        ),
      ];
}

function principalTypes(): Candidate[] {
  return ['Account', 'User', 'FederatedUser', 'AssumedRole', 'Anonymous'].map(value);
}

function grantOperations(): Candidate[] {
  return kmsOperations.filter(o => o.grantOperation).map(o => value(o.action.slice(4)));
}

function aliases(): Candidate[] {
  return [shape('alias/…', '{alias}', message('an alias'))];
}

function servicePrincipals(): Candidate[] {
  return [shape('SERVICE.amazonaws.com', '{service}.amazonaws.com', message('a service principal'))];
}

function encryptionContextKeys(): Candidate[] {
  return [
    'aws:s3:arn',
    'aws:ebs:id',
    'aws:logs:arn',
    'SecretARN',
    'PARAMETER_ARN',
    'aws:sqs:arn',
    'aws:cloudtrail:arn',
  ].map(value);
}

function logGroups(): Candidate[] {
  return [shape('arn:…:logs:…', 'arn:{partition}:logs:{region}:{account}:log-group:{any}', message('log groups'))];
}

function bucketsAndObjects(): Candidate[] {
  return [shape('arn:…:s3:::…', 'arn:{partition}:s3:::{any}', message('a bucket, or objects'))];
}

/** Those of the documented values that are names; the others describe what a value looks like. */
function namesAmong(documented: readonly string[]): Candidate[] {
  return documented.filter(v => /^[A-Za-z0-9_]+$/.test(v) && !/^\d/.test(v)).map(value);
}

/** What nearly opens a lock: statements and grants that serve the caller but for one thing. Whoever wrote them believes that they work. */
import type { NearMiss, Reason } from '../access';
import { parseKeyArn, parsePrincipal, type Statement } from '../policy';
import { type Arg, asCode, asCodes, asSeries, asText, message, type Message } from '../text/message';
import { conditionAdvice, conditionsInWords, hasConditions } from './conditions';
import { callerName, statementName } from './names';
import { answered, principalsNamedIn, deletedIds, type Diagnosis, namesAccountOnly } from '../diagnosis';

const most = 3;

/** What stands in the key policy, or beside it, and nearly opens its lock. */
export function nearlyInKeyPolicy(diagnosis: Diagnosis): Message[] {
  return [
    ...diagnosis.misses.keyPolicy.flatMap(miss => keyPolicyMiss(miss, diagnosis)).slice(0, most),
    ...grantsForOthers(diagnosis),
    ...replicas(diagnosis),
    ...deletedPrincipals(diagnosis),
  ];
}

function keyPolicyMiss(miss: NearMiss, diagnosis: Diagnosis): Message[] {
  const { reason, lacks, problem } = miss;
  const {
    who,
    keyAccount,
    evidence: { denial },
  } = diagnosis;
  const name = callerName(who);
  const action = asCode(denial.action ?? 'kms:?');
  const statement = statementName(reason);
  switch (lacks) {
    case 'action':
      return namesAccountOnly(reason.statement)
        ? [
            message(
              'A root statement is there, but it is weakened: {statement} hands other operations to IAM, and {action} is not among them.',
              { statement, action },
            ),
          ]
        : [
            message('Statement {statement} names {name}, but for other operations: {operations}.', {
              statement,
              name,
              operations: operationsOf(reason.statement),
            }),
          ];
    case 'resource':
      return [
        message(
          'Statement {statement} would let {name} in, but its Resource is {resource}. In a key policy it has to be {star}, which means this key.',
          {
            statement,
            name,
            resource: resourcesOf(reason.statement),
            star: asCode('"*"'),
          },
        ),
      ];
    case 'condition':
      return [
        message('Statement {statement} would let {name} in, but its condition is not met: {conditions}.', {
          statement,
          name,
          conditions: conditionsInWords(reason),
        }),
        ...conditionAdvice(diagnosis, reason, false),
      ];
    case 'valid':
      return problem === undefined
        ? []
        : [message('Statement {statement} grants nothing: {problem}.', { statement, problem })];
    case 'principal':
      return namesake(reason, diagnosis) ?? rootOfAnother(reason, keyAccount);
  }
}

// One session of a role is not the role (IAM User Guide, "AWS JSON policy elements: Principal", "Role session principals").
function namesake(reason: NearMiss['reason'], { who }: Diagnosis): Message[] | undefined {
  if (who?.principal.kind !== 'assumed-role' && who?.principal.kind !== 'role') {
    return undefined;
  }
  const { account, name } = who.principal;
  const session = principalsNamedIn(reason.statement)
    .map(text => parsePrincipal(text))
    .find(p => p.kind === 'assumed-role' && p.account === account && p.name === name);
  return session?.kind !== 'assumed-role'
    ? undefined
    : [
        message(
          'Statement {statement} names one session of the role, {session}: sessions of another name are not let in. A statement for all of them names the role.',
          {
            statement: statementName(reason),
            session: asCode(session.session),
          },
        ),
      ];
}

// A policy that was copied from another account has that one's root statement.
function rootOfAnother(reason: NearMiss['reason'], keyAccount: string | undefined): Message[] {
  const [only, ...others] = principalsNamedIn(reason.statement).map(text => parsePrincipal(text));
  const everything = (reason.statement.action?.value.strings ?? []).some(s => /^(kms:)?\*$/i.test(s.value));
  return only?.kind !== 'account' || others.length > 0 || only.account === keyAccount || !everything
    ? []
    : [
        message(
          'Statement {statement} is the root statement of account {other}, not of {account}, to which the key belongs. If the policy was copied from there, that account id is the mistake.',
          {
            statement: statementName(reason),
            other: asCode(only.account),
            account: asCode(keyAccount ?? '?'),
          },
        ),
      ];
}

function grantsForOthers({ applying, who, evidence: { grants } }: Diagnosis): Message[] {
  const name = callerName(who);
  if (
    grants?.ok !== true ||
    who?.named === undefined ||
    !('AWS' in who.named.principal) ||
    (applying?.grants.length ?? 0) > 0
  ) {
    return [];
  }
  const { AWS } = who.named.principal;
  const served = grants.value.filter(g => g.GranteePrincipal === who.arn || g.GranteePrincipal === AWS);
  const operations = [...new Set(served.flatMap(g => g.Operations ?? []))];
  return operations.length === 0
    ? []
    : [
        message('{name} has a grant on this key, but for other operations: {operations}.', {
          name,
          operations: asCodes(operations),
        }),
      ];
}

function replicas({ evidence: { key } }: Diagnosis): Message[] {
  const { multiRegion: multi, region = '' } = answered(key) ?? {};
  const others =
    multi === undefined
      ? []
      : [multi.primaryArn, ...multi.replicaArns]
          .filter(arn => arn.split(':')[3] !== region)
          .map(arn => arn.split(':')[3] ?? arn);
  return multi === undefined
    ? []
    : [
        message(
          'This is a multi-Region key, and every Region’s key has a policy of its own: what the policies in {others} allow does not count in {region}.',
          { region: asCode(region), others: asCodes(others.length > 0 ? others : ['?']) },
        ),
      ];
}

// Once a role or user is deleted, a key policy shows its unique id; a namesake made later is somebody else
// (IAM User Guide, "AWS JSON policy elements: Principal").
function deletedPrincipals({ keyPolicy, who }: Diagnosis): Message[] {
  const ids = keyPolicy === undefined ? [] : deletedIds(keyPolicy);
  return ids.length === 0
    ? []
    : [
        message(
          'The key policy names {ids}: that is what is left of a role or user that was deleted. It no longer matches anybody, not even a new one of the same name. If that was {name}, its ARN belongs in place of the id. KMS stores no policy that still names the id, so with any edit it has to go, as it does in the diff.',
          {
            ids: asCodes(ids),
            name: callerName(who),
          },
        ),
      ];
}

/** What stands in the IAM policies, or among the grants, and nearly opens the IAM lock. */
export function nearlyInIam(diagnosis: Diagnosis): Message[] {
  const {
    applying,
    misses,
    evidence: { denial },
  } = diagnosis;
  // AWS refused, so what hung on a condition has not met it.
  const hanging = (applying?.iam ?? []).filter(a => a.effect === 'allows' && !a.certain).map(a => a.reason);
  const refused = denial.deniedBy === 'no-identity-policy' ? hanging : [];
  const grants = (applying?.grants ?? []).filter(a => a.effect === 'unmet' || !a.certain).map(a => a.reason);
  return [
    ...refused.flatMap(reason => unmetIn(reason, diagnosis)),
    ...misses.iam.flatMap(miss => iamMiss(miss, diagnosis)),
    ...grants.flatMap(reason => unmetGrant(reason, diagnosis)),
  ].slice(0, 2 * most);
}

function iamMiss(miss: NearMiss, diagnosis: Diagnosis): Message[] {
  const { reason, lacks, problem } = miss;
  const statement = statementName(reason);
  const action = asCode(diagnosis.evidence.denial.action ?? 'kms:?');
  switch (lacks) {
    case 'action':
      return [
        message('Statement {statement} is about this key, but allows other operations: {operations}.', {
          statement,
          operations: operationsOf(reason.statement),
        }),
      ];
    case 'resource':
      return [otherResource(reason.statement, statement, action, diagnosis)];
    case 'condition':
      return unmetIn(reason, diagnosis);
    case 'valid':
      return problem === undefined
        ? []
        : [message('Statement {statement} grants nothing: {problem}.', { statement, problem })];
    case 'principal':
      return [];
  }
}

function unmetIn(reason: Reason, diagnosis: Diagnosis): Message[] {
  const conditions = conditionsInWords(reason);
  return !hasConditions(reason)
    ? []
    : [
        message(
          'Statement {statement} would allow it, but only under conditions that this call did not meet: {conditions}. To make the call so is the first choice; what stands below widens it.',
          { statement: statementName(reason), conditions },
        ),
        ...conditionAdvice(diagnosis, reason, false),
      ];
}

function unmetGrant(reason: Reason, diagnosis: Diagnosis): Message[] {
  return [
    message('A grant would let it in as well, under constraints that this call did not meet: {conditions}.', {
      conditions: conditionsInWords(reason),
    }),
    ...conditionAdvice(diagnosis, reason, false),
  ];
}

// KMS Developer Guide, "Specifying KMS keys in IAM policy statements": the key ARN, whatever the call names the key by.
function otherResource(statement: Statement, name: Arg, action: Arg, { keyArn = '' }: Diagnosis): Message {
  const resources = (statement.resource ?? statement.notResource)?.value.strings.map(s => s.value) ?? [];
  const key = parseKeyArn(keyArn);
  const alias = resources.map(aliasIn).find(a => a !== undefined);
  const facts = { statement: name, action, resource: resourcesOf(statement) };
  if (alias !== undefined) {
    return message(
      '**Statement {statement} allows {action} on an alias, {resource}, and that opens no key**: KMS compares the Resource with the key’s ARN, also where the call names the alias. Put the key ARN there; or, to allow whichever key the alias points to, take {any} as Resource and the condition {condition}.',
      {
        ...facts,
        any: asCode(anyKeyBeside(key)),
        condition: asCode(`"ForAnyValue:StringEquals": {"kms:ResourceAliases": "${alias}"}`),
      },
    );
  }
  if (resources.some(r => r !== '*' && !r.startsWith('arn:'))) {
    return message(
      '**Statement {statement} allows {action} on {resource}, which is no ARN**: a bare key id matches nothing in an IAM policy. The whole key ARN belongs there.',
      facts,
    );
  }
  const sameId = resources.map(r => parseKeyArn(r)).find(r => r?.keyId !== undefined && r.keyId === key?.keyId);
  if (sameId !== undefined && sameId.account === key?.account) {
    return message(
      'Statement {statement} allows {action} on {resource}: the key of the same id in another Region. Each Region’s key has its own ARN.',
      facts,
    );
  }
  return statement.notResource === undefined
    ? message('Statement {statement} allows {action}, but on other keys: {resource}.', facts)
    : message('Statement {statement} allows {action} on all but {resource}, and this key is among them.', facts);
}

/** `alias/NAME`, from an alias ARN or as it stands. */
function aliasIn(resource: string): string | undefined {
  return parseKeyArn(resource)?.alias ?? (resource.startsWith('alias/') ? resource : undefined);
}

/** The ARN pattern of all keys of the key's account and Region. */
function anyKeyBeside(key: ReturnType<typeof parseKeyArn>): string {
  return `arn:${key?.partition ?? 'aws'}:kms:${key?.region ?? '*'}:${key?.account ?? '*'}:key/*`;
}

function operationsOf({ action, notAction }: Statement): Arg {
  const listed = listOf((action ?? notAction)?.value.strings.map(s => s.value) ?? []);
  return notAction === undefined ? listed : message('all but {names}', { names: listed });
}

function resourcesOf({ resource, notResource }: Statement): Arg {
  return listOf((resource ?? notResource)?.value.strings.map(s => s.value) ?? []);
}

function listOf(texts: readonly string[]): Arg {
  const shown = texts.slice(0, most + 2).map(asCode);
  return asSeries(texts.length > shown.length ? [...shown, asText('…')] : shown);
}

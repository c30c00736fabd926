import type { Denial } from '../denial';
import { parseKeyArn, type PolicyDocument, takesInAction } from '../policy';
import { kmsOperation, kmsOperations } from '../reference';
import type { Cause } from './cause';
import type { CommandLine } from '../text/shell';
import { createGrantCommand } from './awsCli';
import { mergeConditions, type Needed, neededFor, viaServiceOf } from './permissions';
import { type PolicyChange, type Proposal, propose, sidsOf } from './proposal';
import { identityStatement, keyPolicyStatement, rootStatement, type StatementJson } from './statements';
import {
  addTo,
  deletedIds,
  type DeletedPrincipal,
  extendable,
  namesDeleted,
  rootStatementsOf,
  withoutDeleted,
  withPrincipalReplaced,
} from './liveStatements';
import type { Who } from './who';

/** Which cure: tells alternatives apart, also when the same case is looked at again. */
export type RemedyId =
  /** The key policy names the caller: by a statement of its own, or by one that serves it already. */
  | 'statement'
  | 'extend-statement'
  /** The caller's ARN takes the place of the unique id that is left of a deleted namesake. */
  | 'replace-deleted-id'
  /** As `statement`, without the calling service or encryption context that the error shows. */
  | 'statement-anywhere'
  | 'grant'
  /** The key policy hands the decision to IAM, and an IAM policy allows. */
  | 'root-and-iam'
  | 'iam';

/** One way to let the caller in. */
export interface Remedy {
  readonly id: RemedyId;
  /** What the key policy must say, where it has to change. */
  readonly keyStatements: readonly StatementJson[];
  /** The same as a change of the live policy, where that was read. */
  readonly proposal?: Proposal;
  /** What an IAM policy of the caller must say, where it has to. */
  readonly iamStatements: readonly StatementJson[];
  readonly command?: CommandLine;
  /** Unique ids of deleted principals that the change takes out besides, for KMS would refuse them. */
  readonly tidied: readonly string[];
  /** What it gives, and for which service's sake. */
  readonly needed: Needed;
}

/** What the choice of cures depends on. */
export interface RemedyFacts {
  readonly denial: Denial;
  readonly cause: Cause;
  readonly who: Who | undefined;
  readonly keyArn: string | undefined;
  readonly crossAccount: boolean;
  /** An IAM policy is known to allow already. */
  readonly iamOpen: boolean;
  readonly keyPolicy: PolicyDocument | undefined;
  readonly policyText: string | undefined;
}

/** The cures of a cause, the one that gives least first; empty where no permission is the cure. */
export function remediesOf(facts: RemedyFacts): readonly Remedy[] {
  const {
    denial: { action },
    cause,
    who,
    keyArn,
  } = facts;
  if (action === null || who === undefined || keyArn === undefined) {
    return [];
  }
  const cures = cureKinds(cause, facts);
  return new Cures({ ...facts, denial: { ...facts.denial, action }, who, keyArn }).make(cures);
}

function cureKinds(cause: Cause, { who, crossAccount }: RemedyFacts): readonly RemedyId[] {
  const keySide: readonly RemedyId[] = [
    'replace-deleted-id',
    'extend-statement',
    'statement',
    'statement-anywhere',
    'grant',
  ];
  switch (cause.kind) {
    case 'key-policy-shut':
    case 'both-shut':
    case 'condition-unmet':
      return who?.principal.kind === 'service' || crossAccount ? keySide : [...keySide, 'root-and-iam'];
    case 'service-linked-role':
      return crossAccount ? ['grant'] : ['extend-statement', 'statement', 'grant'];
    case 'iam-shut':
      return crossAccount ? ['iam', 'grant'] : ['iam', 'statement', 'grant'];
    case 'key-policy-unread':
      return cause.lock === 'not-to-blame'
        ? ['iam', 'statement', 'grant']
        : ['statement', 'statement-anywhere', 'grant'];
    // A boundary is an IAM policy: the same statement, in another place.
    case 'limited':
      return cause.policy === 'boundary' ? ['iam'] : [];
    default:
      return [];
  }
}

type ChosenRemedy = RemedyFacts & {
  readonly denial: Denial & { readonly action: string };
  readonly who: Who;
  readonly keyArn: string;
};

/** A cure that edits the key policy. */
interface KeyPolicyEdit extends Pick<Remedy, 'id' | 'needed'> {
  readonly changes: readonly PolicyChange[];
  /** Absent: the statements that the changes add or alter, which takes the live policy. */
  readonly keyStatements?: readonly StatementJson[];
  /** Absent: the other half, where the cure takes two. */
  readonly iamStatements?: readonly StatementJson[];
  /** In whose place the caller is put. */
  readonly replaced?: DeletedPrincipal;
}

class Cures {
  private readonly narrow: Needed;
  private readonly wide: Needed;

  constructor(private readonly facts: ChosenRemedy) {
    this.narrow = neededFor(facts.denial, facts.who, facts.keyArn, true);
    this.wide = neededFor(facts.denial, facts.who, facts.keyArn, false);
  }

  make(ids: readonly RemedyId[]): Remedy[] {
    const made = ids.flatMap(id => this.one(id) ?? []);
    // A statement that serves the caller already is not doubled.
    const extended = made.some(r => r.id === 'extend-statement');
    return made.filter(r => !(extended && r.id === 'statement'));
  }

  private one(id: RemedyId): Remedy | undefined {
    switch (id) {
      case 'statement':
        return this.statement(id, this.narrow);
      case 'statement-anywhere':
        return JSON.stringify(this.narrow.permissions) === JSON.stringify(this.wide.permissions)
          ? undefined
          : this.statement(id, this.wide);
      case 'extend-statement':
        return this.extend();
      case 'replace-deleted-id':
        return this.replaceDeleted();
      case 'grant':
        return this.grant();
      case 'root-and-iam':
        return this.rootAndIam();
      case 'iam':
        return this.hasIam()
          ? { id, keyStatements: [], iamStatements: this.iamStatements(this.narrow), tidied: [], needed: this.narrow }
          : undefined;
    }
  }

  private statement(id: RemedyId, needed: Needed): Remedy | undefined {
    const { who, keyPolicy } = this.facts;
    const { named } = who;
    if (named === undefined) {
      return undefined;
    }
    const taken = new Set(keyPolicy ? sidsOf(keyPolicy) : []);
    const keyStatements = needed.permissions.map(permission => {
      const statement = keyPolicyStatement(named, sidName(who), permission, taken);
      taken.add(statement.Sid ?? '');
      return statement;
    });
    return this.changing({
      id,
      needed,
      changes: keyStatements.map(statement => ({ kind: 'add', statement })),
      keyStatements,
    });
  }

  private extend(): Remedy | undefined {
    const { who, keyPolicy } = this.facts;
    const [permission, ...others] = this.narrow.permissions;
    if (keyPolicy === undefined || who.named === undefined || permission === undefined || others.length > 0) {
      return undefined;
    }
    const index = extendable(
      keyPolicy,
      who.named.principal,
      mergeConditions(who.named.condition, permission.condition),
    );
    const actions = index === undefined ? undefined : addTo(keyPolicy, index, permission.actions);
    return index === undefined || actions === undefined
      ? undefined
      : this.changing({
          id: 'extend-statement',
          needed: this.narrow,
          changes: [{ kind: 'set', index, path: ['Action'], value: actions }],
        });
  }

  private replaceDeleted(): Remedy | undefined {
    const { who, keyPolicy, denial } = this.facts;
    if (keyPolicy === undefined || who.named === undefined || !('AWS' in who.named.principal) || who.named.condition) {
      return undefined;
    }
    const found = namesDeleted(keyPolicy, denial.action);
    const [only] = found;
    if (only === undefined || found.length > 1) {
      return undefined;
    }
    return this.changing({
      id: 'replace-deleted-id',
      needed: this.narrow,
      changes: [withPrincipalReplaced(keyPolicy, only, who.named.principal.AWS)],
      replaced: only,
    });
  }

  private rootAndIam(): Remedy | undefined {
    const { keyArn, keyPolicy } = this.facts;
    const account = parseKeyArn(keyArn)?.account;
    if (keyPolicy === undefined || account === undefined || !this.hasIam()) {
      return undefined;
    }
    const wanted = this.wide.permissions.flatMap(p => p.actions);
    const [index] = rootStatementsOf(keyPolicy, account);
    const widened = index === undefined ? undefined : addTo(keyPolicy, index, wanted);
    const change: PolicyChange =
      index !== undefined && widened !== undefined
        ? { kind: 'set', index, path: ['Action'], value: widened }
        : { kind: 'add', statement: rootStatement(keyArn.split(':')[1] ?? 'aws', account, sidsOf(keyPolicy)) };
    return this.changing({
      id: 'root-and-iam',
      needed: this.narrow,
      changes: [change],
      iamStatements: this.facts.iamOpen ? [] : this.iamStatements(this.narrow),
    });
  }

  // A grant of CreateGrant hands on no more than it gives itself (KMS Developer Guide, "Grants in AWS KMS"): alone it would be of no use.
  private grant(): Remedy | undefined {
    const { denial, who, keyArn } = this.facts;
    const grantee = who.named?.principal;
    if (
      grantee === undefined ||
      !('AWS' in grantee) ||
      who.named?.condition ||
      kmsOperation(denial.action)?.grantOperation !== true ||
      denial.action === 'kms:CreateGrant'
    ) {
      return undefined;
    }
    const operations = grantOperations(this.narrow.permissions.flatMap(p => p.actions));
    const context =
      viaServiceOf(denial, who, keyArn) === undefined ? (denial.encryptionContext ?? undefined) : undefined;
    return {
      id: 'grant',
      keyStatements: [],
      iamStatements: [],
      tidied: [],
      command: createGrantCommand(keyArn, grantee.AWS, operations, context),
      needed: this.narrow,
    };
  }

  private changing(edit: KeyPolicyEdit): Remedy | undefined {
    const { id, needed, changes, iamStatements = this.otherHalf(needed), replaced } = edit;
    const { policyText, keyPolicy } = this.facts;
    const proposal =
      policyText === undefined || keyPolicy === undefined
        ? undefined
        : propose(policyText, [...changes, ...withoutDeleted(keyPolicy, replaced)]);
    const keyStatements = edit.keyStatements ?? proposal?.statements;
    const tidied =
      proposal === undefined || keyPolicy === undefined
        ? []
        : deletedIds(keyPolicy).filter(gone => gone !== replaced?.id);
    return keyStatements && { id, needed, keyStatements, iamStatements, tidied, ...(proposal && { proposal }) };
  }

  private otherHalf(needed: Needed): readonly StatementJson[] {
    const { crossAccount, iamOpen, cause, who } = this.facts;
    const unsure = cause.kind === 'key-policy-unread' && cause.lock === 'unknown';
    const wanted = ((crossAccount || leavesToIam(who)) && !iamOpen) || unsure;
    return wanted && this.hasIam() ? this.iamStatements(needed) : [];
  }

  private iamStatements(needed: Needed): readonly StatementJson[] {
    return needed.permissions.map(permission => identityStatement(permission, this.facts.keyArn));
  }

  private hasIam(): boolean {
    const { account, principal, serviceLinked } = this.facts.who;
    return account !== undefined && principal.kind !== 'account' && !serviceLinked;
  }
}

/** Whether the caller can be named by its account and a condition only: such a statement opens the key-policy lock and leaves it to IAM. */
export function leavesToIam({ principal, named }: Who): boolean {
  return principal.kind !== 'account' && named?.condition !== undefined;
}

// What the statement lets in, in short: `Logs` for logs.eu-west-1.amazonaws.com; the whole account where the root user asked.
function sidName({ name, principal }: Who): string {
  switch (principal.kind) {
    case 'service':
      return principal.service.split('.')[0] ?? name;
    case 'account':
      return `Account ${principal.account}`;
    default:
      return name;
  }
}

// AWS's own example for Auto Scaling leaves out the key pairs that `GenerateDataKey*` covers in a policy.
function grantOperations(actions: readonly string[]): string[] {
  const possible = kmsOperations.filter(
    o =>
      o.grantOperation &&
      actions.some(a => a === o.action || (takesInAction(a, o.action) && !o.action.includes('Pair'))),
  );
  const operations = possible.map(o => o.action.slice('kms:'.length));
  const rank = (operation: string): number => actions.findIndex(a => takesInAction(a, `kms:${operation}`));
  return operations.sort((a, b) => rank(a) - rank(b));
}

import { type PolicyString, type Span, type Statement, setValue } from '../../policy';
import { asCode, asCodes, asName, message } from '../../text/message';
import { keyPolicy } from '../examples';
import type { Fix, Report, Rule } from '../rule';
import {
  type ConditionTest,
  effectOfMore,
  effectOfRepair,
  hasEffect,
  isAccountId,
  isComplete,
  needsKey,
  type PolicyView,
  principalsOf,
  removeTest,
  testsOn,
} from '../facts';

export const calleraccountContradiction: Rule = {
  code: 'calleraccount-contradiction',
  severity: 'warning',
  summary: 'The statement can never apply',
  why: 'All conditions of a statement must be met at once, together with its principals. A principal of one account is never called from another, a request comes through one service at most, and through a service in the Region of the key.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
  kinds: ['key'],
  check(policy, report) {
    for (const statement of policy.statements) {
      checkAccounts(statement, report);
      checkServices(policy, statement, report);
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {«"kms:CallerAccount"»: "444455556666"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}, "StringEqualsIgnoreCase": {«"kms:ViaService"»: "sqs.eu-west-1.amazonaws.com"}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:ViaService": «"s3.us-east-1.amazonaws.com"»}}}',
      { keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": ["kms:Decrypt", "kms:DescribeKey"], "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": ["111122223333", "444455556666"], "kms:ViaService": ["s3.us-east-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"]}}}',
      { keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
    ),
  ],
};

function checkAccounts(statement: Statement, report: Report): void {
  const accounts = accountsOf(statement);
  const [principal] = accounts ?? [];
  if (accounts === undefined || principal === undefined) {
    return;
  }
  for (const test of testsOn(statement, 'kms:calleraccount', 'aws:principalaccount')) {
    const values = valuesOf(test);
    if (values === undefined || values.some(v => accounts.some(a => a.account === v))) {
      continue;
    }
    report({
      at: test.key.key,
      message: message(
        'The principals belong to account {account}, so {key} is never {value}: the statement never applies.',
        { account: asName(principal.account), key: asName(test.key.name), value: asCodes(values) },
      ),
      related: [{ offset: principal.at.offset, length: principal.at.length, message: message('The principal') }],
      fixes: cures(test, principal.account),
    });
  }
}

function checkServices(policy: PolicyView, statement: Statement, report: Report): void {
  const via = testsOn(statement, 'kms:viaservice').filter(t => valuesOf(t) !== undefined);
  for (const [i, test] of via.entries()) {
    const other = via.slice(0, i).find(t => !valuesOf(t)?.some(v => valuesOf(test)?.includes(v)));
    if (other === undefined) {
      checkRegion(policy, test, report);
      continue;
    }
    report({
      at: test.key.key,
      message: message('A request comes through one service: both tests of kms:ViaService are never met together.'),
      related: [{ offset: other.key.key.offset, length: other.key.key.length, message: message('The other test') }],
      fixes: cures(test),
    });
  }
}

function checkRegion(policy: PolicyView, test: ConditionTest, report: Report): void {
  const region = policy.known.keyArn?.split(':')[3];
  if (region === undefined || !valuesOf(test)?.every(v => v.split('.')[1] !== region)) {
    return;
  }
  const { strings } = test.key.value;
  const [first] = strings;
  report({
    at: first ?? test.key.key,
    message: message('The key is in {region}: services of another Region do not use it.', { region: asCode(region) }),
    fixes: [...(first && strings.length === 1 ? [changeRegion(test, first, region)] : []), ...cures(test)],
  });
}

function changeRegion(test: ConditionTest, { node, value }: PolicyString, region: string): Fix {
  return {
    title: message('Change the Region to {region}', { region: asCode(region) }),
    changes: [setValue(node, value.replace(/^([^.]+)\.[^.]+\./, `$1.${region}.`))],
    effect: effectOfRepair(test),
  };
}

/** The accounts of a statement's principals; undefined unless each is told. */
function accountsOf(statement: Statement): { readonly account: string; readonly at: Span }[] | undefined {
  const principals = principalsOf(statement);
  if (!hasEffect(statement, 'Allow') || principals.length === 0 || statement.principal?.value.complete === false) {
    return undefined;
  }
  const accounts = principals.flatMap(p =>
    p.type === 'AWS' && isAccountId(p.account) ? [{ account: p.account, at: p.string }] : [],
  );
  return accounts.length === principals.length ? accounts : undefined;
}

/** The literal values one of which the request must have; undefined when the test asks for something else. */
function valuesOf(test: ConditionTest): readonly string[] | undefined {
  if (
    test.family !== 'String' ||
    !needsKey(test) ||
    test.key.value.strings.length === 0 ||
    !isComplete(test.key.value)
  ) {
    return undefined;
  }
  const values = test.key.value.strings.map(s => s.value);
  return values.some(v => /[*?]|\$\{/.test(v)) ? undefined : values;
}

function cures(test: ConditionTest, account?: string): Fix[] {
  const effect = effectOfMore(test.statement);
  return [
    ...(account !== undefined && test.key.node
      ? [
          {
            title: message('Change to {account}', { account: asName(account) }),
            changes: [setValue(test.key.node, account)],
            effect,
          },
        ]
      : []),
    { title: message('Remove this test'), changes: removeTest(test), effect },
  ];
}

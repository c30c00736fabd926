import { type JsonValue, type PolicyString, type Change, setValue } from '../../policy';
import { insertItem } from '../../policy';
import { kmsOperations } from '../../reference';
import { asCode, asCodes, message } from '../../text/message';
import { keyPolicy } from '../examples';
import { nearest, testsOn, effectOfRepair } from '../facts';
import { everyKind, type Rule } from '../rule';

export const grantOpsWithPrefix: Rule = {
  code: 'grant-ops-with-prefix',
  severity: 'error',
  summary: 'Not the name of a grant operation',
  why: 'The values of kms:GrantOperations are the operations of a grant as CreateGrant takes them: Decrypt, Encrypt, ReEncryptFrom …, without the prefix kms:. Another value never matches.',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-operations',
  kinds: everyKind,
  check(policy, report) {
    for (const statement of policy.statements) {
      for (const test of testsOn(statement, 'kms:grantoperations')) {
        if (test.family === 'Null') {
          continue;
        }
        for (const string of test.key.value.strings) {
          if (
            !string.known ||
            /[*?$]/.test(string.value.replace(/^kms:/i, '').replace(/^ReEncrypt\*$/, '')) ||
            operations.has(string.value)
          ) {
            continue;
          }
          const meant = meantBy(string.value);
          const [first] = meant;
          report({
            at: string,
            message:
              first === undefined
                ? message('{value} is not the name of a grant operation.', { value: asCode(string.value) })
                : message('{value} is not the name of a grant operation. Is {meant} meant?', {
                    value: asCode(string.value),
                    meant: asCodes(meant),
                  }),
            fixes:
              first === undefined
                ? []
                : [
                    {
                      title: message('Change to {meant}', { meant: asCodes(meant) }),
                      changes: put(string, meant),
                      effect: effectOfRepair(test),
                    },
                  ],
          });
        }
      }
    }
  },
  wrong: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:CreateGrant", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"kms:GrantOperations": [«"kms:Decrypt"», "Encrypt", «"ReEncrypt"», «"Decyrpt"»]}}}',
    ),
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:CreateGrant", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"kms:GrantOperations": «"kms:ReEncrypt*"»}}}',
      { besides: ['wildcard-without-like-operator'] },
    ),
  ],
  right: [
    keyPolicy(
      '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}, "Action": "kms:CreateGrant", "Resource": "*", "Condition": {"ForAllValues:StringLike": {"kms:GrantOperations": ["Decrypt", "ReEncryptFrom", "GenerateDataKey*"]}}}',
    ),
  ],
};

const operations: ReadonlySet<string> = new Set(
  kmsOperations.filter(o => o.grantOperation).map(o => o.action.slice('kms:'.length)),
);

function meantBy(text: string): readonly string[] {
  const name = text.replace(/^kms:/i, '');
  if (/^ReEncrypt\*?$/i.test(name)) {
    return ['ReEncryptFrom', 'ReEncryptTo'];
  }
  const real = nearest(name, operations);
  return real === undefined ? [] : [real];
}

function put({ node }: PolicyString, names: readonly string[]): Change[] {
  const [first, ...more] = names;
  const array = node.parent;
  if (first === undefined || more.length === 0) {
    return [setValue(node, first ?? '')];
  }
  if (array?.type !== 'array') {
    return [setValue(node, names as JsonValue)];
  }
  return [setValue(node, first), ...more.map(name => insertItem(array, name, node))];
}

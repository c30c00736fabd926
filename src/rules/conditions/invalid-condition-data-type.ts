import { setValue } from '../../policy';
import { message } from '../../text/message';
import { identityPolicy } from '../examples';
import { everyKind, type Rule } from '../rule';
import { analyzerCheck } from '../facts';

export const invalidConditionDataType: Rule = {
  code: 'invalid-condition-data-type',
  severity: 'error',
  summary: 'The values of a condition key are of different JSON types',
  why: 'The values listed for one condition key must all be of the same JSON type; write them all as strings.',
  source: analyzerCheck('error', 'invalid-condition-data-type'),
  kinds: everyKind,
  check(policy, report) {
    for (const { key } of policy.conditions) {
      const items = (key.node?.type === 'array' ? (key.node.children ?? []) : []).filter(n =>
        ['string', 'number', 'boolean'].includes(n.type),
      );
      if (key.node === undefined || new Set(items.map(n => n.type)).size < 2) {
        continue;
      }
      report({
        at: key.node,
        message: message('The values are of different JSON types.'),
        fixes: [
          {
            title: message('Write all of them as strings'),
            changes: items
              .filter(n => n.type !== 'string')
              .map(n => setValue(n, policy.text.slice(n.offset, n.offset + n.length))),
            effect: 'safe',
          },
        ],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/level": «["1", 2]»}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/level": ["1", "2"]}}}',
    ),
  ],
};

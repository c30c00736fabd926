import { asCodes, asName, message } from '../../text/message';
import { identityPolicy } from '../examples';
import { analyzerCheck, effectOfRemoving, takeOut, unsupportedTagConditions } from '../facts';
import { everyKind, type Rule } from '../rule';

export const allowWithUnsupportedTagConditionKeyForService: Rule = {
  code: 'allow-with-unsupported-tag-condition-key-for-service',
  severity: 'information',
  summary: 'The Allow depends on a tag that the service does not send',
  why: 'Requests to a service that knows no such tags never match the condition, so they are not allowed. Move these actions to a statement without the condition.',
  source: analyzerCheck('suggestion', 'allow-with-unsupported-tag-condition-key-for-service'),
  kinds: everyKind,
  needs: 'services',
  check(policy, report) {
    for (const { condition, services, actions } of unsupportedTagConditions(policy, 'Allow')) {
      report({
        at: condition.key.key,
        message: message('Requests to {services} never carry {key}: they are not allowed here.', {
          services: asCodes(services),
          key: asName(condition.key.name),
        }),
        related: actions.map(a => ({
          offset: a.string.offset,
          length: a.string.length,
          message: message('For example this action.'),
        })),
        fixes: actions.length === 1 ? actions.flatMap(a => takeOut(a.string, effectOfRemoving(a))) : [],
      });
    }
  },
  wrong: [
    identityPolicy(
      '{"Effect": "Allow", "Action": ["dynamodb:GetItem", "pricing:GetProducts"], "Resource": "*", "Condition": {"StringEquals": {«"aws:ResourceTag/team"»: "red"}}}',
    ),
  ],
  right: [
    identityPolicy(
      '{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}}}',
    ),
  ],
};

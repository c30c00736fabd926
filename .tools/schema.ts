/** The JSON schema of `.double-lock.json`, with every rule's code, made from the table of rules. */
import { locatedKinds } from '../src/policy/located.js';
import { rules } from '../src/rules/index.js';

const severities = ['error', 'warning', 'information', 'hint', 'off'];

export function configSchema(): object {
  const byCode = [...rules].sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Double Lock',
    description:
      'How key policies and IAM policies at and below this folder are checked, in the editor and by `double-lock check`.',
    type: 'object',
    additionalProperties: false,
    allowComments: true,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string' },
      rules: {
        description: 'Another severity for a rule, or off.',
        type: 'object',
        properties: Object.fromEntries(
          byCode.map(({ code, summary, severity }) => [
            code,
            { description: `${summary} (${severity})`, enum: severities },
          ]),
        ),
        additionalProperties: false,
      },
      kinds: {
        description:
          "What the policies of a file are: glob → kind. The first glob that fits counts; one without a slash is about the file's name.",
        type: 'object',
        additionalProperties: { enum: locatedKinds },
      },
      ignore: {
        description: 'Findings that are fine. What is left out fits everything.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          anyOf: [{ required: ['code'] }, { required: ['file'] }],
          properties: {
            file: { description: 'Glob, from this folder.', type: 'string' },
            code: {
              description: "The rule's code.",
              type: 'string',
              anyOf: [{ enum: byCode.map(({ code }) => code) }, {}],
            },
            sid: { description: 'The Sid of the statement.', type: 'string' },
            reason: { description: 'Why it is fine, for people.', type: 'string' },
          },
        },
      },
    },
  };
}

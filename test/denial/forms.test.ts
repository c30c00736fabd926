import assert from 'node:assert/strict';
import { type DeniedBy, type DenialKind, type PrincipalType, readDenials } from '../../src/denial';
import { allForms } from './allForms';
import { pasted } from './pastedForms';

for (const [title, forms] of Object.entries(allForms)) {
  describe(`denial: ${title}`, () => {
    for (const { name, text, expected } of forms) {
      it(name, () => {
        const denials = readDenials(text);
        const read = denials.map((denial, i) =>
          Object.fromEntries(
            Object.keys(expected[i] ?? denial).map(field => [field, denial[field as keyof typeof denial]]),
          ),
        );
        assert.deepEqual(read, expected);
      });
    }
  });
}

const kinds: Readonly<Record<DenialKind, true>> = {
  'access-denied': true,
  'not-found': true,
  disabled: true,
  'invalid-state': true,
  'invalid-grant': true,
  other: true,
};
const callers: Readonly<Record<PrincipalType, true>> = {
  role: true,
  'assumed-role': true,
  user: true,
  root: true,
  federated: true,
  service: true,
  unknown: true,
};
const reasonsOfAws: Readonly<Record<DeniedBy, true>> = {
  'no-identity-policy': true,
  'no-resource-policy': true,
  'no-scp': true,
  'no-rcp': true,
  'no-boundary': true,
  'no-session': true,
  'explicit-deny-identity': true,
  'explicit-deny-resource': true,
  'explicit-deny-scp': true,
  'explicit-deny-rcp': true,
  'explicit-deny-boundary': true,
  'explicit-deny-session': true,
  'vpc-endpoint': true,
  unknown: true,
};

describe('denial: the texts as people paste them', () => {
  for (const [field, values] of [
    ['kind', kinds],
    ['principalType', callers],
    ['deniedBy', reasonsOfAws],
  ] as const) {
    it(`have every ${field}`, () => {
      const seen = new Set(pasted.flatMap(({ expected }) => expected.map(denial => denial[field])));
      assert.deepEqual(
        Object.keys(values).filter(value => !(seen as Set<unknown>).has(value)),
        [],
      );
    });
  }
});

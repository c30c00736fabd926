import assert from 'node:assert/strict';
import { isMetWithoutKey, operatorNames, readOperator, setQualifiers, spellOperator } from '../../src/policy';

describe('the table of condition operators', () => {
  it('has those of AWS, and no other', () => {
    // IAM User Guide, "IAM JSON policy elements: Condition operators".
    assert.equal(operatorNames.length, 27);
    for (const none of ['BinaryNotEquals', 'BoolEquals', 'NotBool', 'StringIs', 'IpAddressLike', 'NumericLike']) {
      assert.equal(readOperator(none).validity, 'none', none);
    }
  });

  for (const name of operatorNames) {
    for (const qualifier of [undefined, ...setQualifiers]) {
      for (const ifExists of [false, true]) {
        const written = spellOperator({ qualifier, ifExists }, name);
        it(`reads ${written}`, () => {
          const read = readOperator(written);
          assert.deepEqual([read.qualifier, read.name, read.ifExists], [qualifier, name, ifExists]);
          assert.equal(read.spelling, written);
          assert.equal(read.validity, name === 'Null' && ifExists ? 'none' : 'valid');
          assert.equal(read.negated, name.includes('Not'));
        });
      }
    }
  }

  const miscased: readonly (readonly [string, string])[] = [
    ['stringEquals', 'StringEquals'],
    ['BOOL', 'Bool'],
    ['foranyvalue:StringLike', 'ForAnyValue:StringLike'],
    ['StringLikeifexists', 'StringLikeIfExists'],
  ];
  for (const [written, spelling] of miscased) {
    it(`reads ${written} as what was meant, and says that AWS writes it otherwise`, () => {
      const read = readOperator(written);
      assert.deepEqual([read.validity, read.spelling], ['case', spelling]);
    });
  }

  const withoutKey: readonly (readonly [string, boolean])[] = [
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAnyValue:StringNotEqualsIfExists', true],
  ];
  for (const [written, met] of withoutKey) {
    it(`${written} is ${met ? '' : 'not '}met without the key`, () => {
      assert.equal(isMetWithoutKey(readOperator(written)), met);
    });
  }
});

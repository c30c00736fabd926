import assert from 'node:assert/strict';
import { isRoleOfSession, isServiceLinked, parsePrincipal, permissionSetOf, roleArn } from '../../src/policy';

const iam = 'arn:aws:iam::111122223333';
const sts = 'arn:aws:sts::111122223333';

describe('principals', () => {
  const linked: Readonly<Record<string, ReturnType<typeof isServiceLinked>>> = {
    [`${iam}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`]: true,
    [`${iam}:role/AWSServiceRoleForAutoScaling`]: false,
    [`${iam}:role/team/aws-service-role/App`]: false,
    [`${sts}:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling`]: 'perhaps',
    [`${sts}:assumed-role/App/AWSServiceRoleForAutoScaling`]: false,
    [`${iam}:user/aws-service-role/alice`]: false,
    'autoscaling.amazonaws.com': false,
  };
  for (const [text, expected] of Object.entries(linked)) {
    it(`service-linked: ${text}: ${expected}`, () => {
      assert.equal(isServiceLinked(parsePrincipal(text)), expected);
    });
  }

  it('knows the permission set behind a role of IAM Identity Center, whatever stands in its name', () => {
    const set = (text: string) => permissionSetOf(parsePrincipal(text));
    assert.equal(set(`${sts}:assumed-role/AWSReservedSSO_Admin_Ops_0123456789abcdef/alice`), 'Admin_Ops');
    assert.equal(
      set(`${iam}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef`),
      'Dev',
    );
    assert.equal(set(`${iam}:role/AWSReservedSSO_Dev`), undefined);
    assert.equal(set(`${iam}:user/AWSReservedSSO_Dev_0123456789abcdef`), undefined);
  });

  it('tells the role of a session by account and name, whatever its path', () => {
    const session = parsePrincipal(`${sts}:assumed-role/App/i-0abc`);
    assert.ok(session.kind === 'assumed-role');
    assert.equal(roleArn(session), `${iam}:role/App`);
    assert.equal(roleArn(session, '/team/'), `${iam}:role/team/App`);
    assert.ok(isRoleOfSession(`${iam}:role/team/App`, session));
    assert.ok(!isRoleOfSession(`${iam}:role/Apple`, session));
    assert.ok(!isRoleOfSession('arn:aws:iam::444455556666:role/App', session));
    assert.ok(!isRoleOfSession(`${iam}:user/App`, session));
  });
});

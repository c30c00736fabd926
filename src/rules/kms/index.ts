/** The rules about KMS. A new one is one file, one import and one line here. */
import type { Rule } from '../rule';
import { aliasArnInAliasCondition } from './alias-arn-in-alias-condition';
import { allowOverriddenByDeny } from './allow-overridden-by-deny';
import { assumedRolePrincipal } from './assumed-role-principal';
import { awsManagedAlias } from './aws-managed-alias';
import { calleraccountContradiction } from './calleraccount-contradiction';
import { charset } from './charset';
import { creategrantUnrestricted } from './creategrant-unrestricted';
import { crossAccountIneffectiveAction } from './cross-account-ineffective-action';
import { denyPutkeypolicyAll } from './deny-putkeypolicy-all';
import { denyStringnotequalsViaservice } from './deny-stringnotequals-viaservice';
import { deprecatedKey } from './deprecated-key';
import { duplicateJsonKey } from './duplicate-json-key';
import { encryptWithoutDecrypt } from './encrypt-without-decrypt';
import { forallvaluesAloneAllow } from './forallvalues-alone-allow';
import { foreignPrincipalHint } from './foreign-principal-hint';
import { fullAccessForeignAccount } from './full-access-foreign-account';
import { fullAccessPrincipal } from './full-access-principal';
import { grantOpsWithPrefix } from './grant-ops-with-prefix';
import { groupPrincipal } from './group-principal';
import { iamListkeysOnKeyArn } from './iam-listkeys-on-key-arn';
import { iamOnlyActionInKeyPolicy } from './iam-only-action-in-key-policy';
import { iamResourceAliasArn } from './iam-resource-alias-arn';
import { iamResourceStar } from './iam-resource-star';
import { invalidKmsKeyValue } from './invalid-kms-key-value';
import { irrelevantConditionKeyInPolicy } from './irrelevant-condition-key-in-policy';
import { lockoutNoPutkeypolicy } from './lockout-no-putkeypolicy';
import { lockoutSelf } from './lockout-self';
import { malformedArnInCondition } from './malformed-arn-in-condition';
import { mrkArnRegion } from './mrk-arn-region';
import { notprincipalDenyIncomplete } from './notprincipal-deny-incomplete';
import { numberAccountId } from './number-account-id';
import { orgidOnServicePrincipal } from './orgid-on-service-principal';
import { requestaliasWithServices } from './requestalias-with-services';
import { resourceNotStar } from './resource-not-star';
import { rootArnTypo } from './root-arn-typo';
import { rootStatementForeignAccount } from './root-statement-foreign-account';
import { rootStatementMissing } from './root-statement-missing';
import { rootStatementNarrow } from './root-statement-narrow';
import { serviceLinkedRolePath } from './service-linked-role-path';
import { servicePrincipalNoRegion } from './service-principal-no-region';
import { setOperatorOnSingleValued } from './set-operator-on-single-valued';
import { sourceKeyOnAwsPrincipal } from './source-key-on-aws-principal';
import { sourceipDeny } from './sourceip-deny';
import { ssoRoleWithoutPath } from './sso-role-without-path';
import { starPrincipalAllow } from './star-principal-allow';
import { starPrincipalViaserviceOnly } from './star-principal-viaservice-only';
import { unknownServicePrincipal } from './unknown-service-principal';
import { unsupportedConditionKeyForServicePrincipal } from './unsupported-condition-key-for-service-principal';
import { versionMissing } from './version-missing';
import { viaserviceUnknownService } from './viaservice-unknown-service';
import { wrongEncryptionContextKey } from './wrong-encryption-context-key';

export const kmsRules: readonly Rule[] = [
  aliasArnInAliasCondition,
  allowOverriddenByDeny,
  assumedRolePrincipal,
  awsManagedAlias,
  calleraccountContradiction,
  charset,
  creategrantUnrestricted,
  crossAccountIneffectiveAction,
  denyPutkeypolicyAll,
  denyStringnotequalsViaservice,
  deprecatedKey,
  duplicateJsonKey,
  encryptWithoutDecrypt,
  forallvaluesAloneAllow,
  foreignPrincipalHint,
  fullAccessForeignAccount,
  fullAccessPrincipal,
  grantOpsWithPrefix,
  groupPrincipal,
  iamListkeysOnKeyArn,
  iamOnlyActionInKeyPolicy,
  iamResourceAliasArn,
  iamResourceStar,
  invalidKmsKeyValue,
  irrelevantConditionKeyInPolicy,
  lockoutNoPutkeypolicy,
  lockoutSelf,
  malformedArnInCondition,
  mrkArnRegion,
  notprincipalDenyIncomplete,
  numberAccountId,
  orgidOnServicePrincipal,
  requestaliasWithServices,
  resourceNotStar,
  rootArnTypo,
  rootStatementForeignAccount,
  rootStatementMissing,
  rootStatementNarrow,
  serviceLinkedRolePath,
  servicePrincipalNoRegion,
  setOperatorOnSingleValued,
  sourceKeyOnAwsPrincipal,
  sourceipDeny,
  ssoRoleWithoutPath,
  starPrincipalAllow,
  starPrincipalViaserviceOnly,
  unknownServicePrincipal,
  unsupportedConditionKeyForServicePrincipal,
  versionMissing,
  viaserviceUnknownService,
  wrongEncryptionContextKey,
];

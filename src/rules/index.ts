/** Every rule. A new rule is one file, one import and one line here. */
import { invalidAction } from './actions/invalid-action';
import { invalidServiceInAction } from './actions/invalid-service-in-action';
import { redundantAction } from './actions/redundant-action';
import { unsupportedActionInPolicy } from './actions/unsupported-action-in-policy';
import { wildcardInServiceName } from './actions/wildcard-in-service-name';
import { allowNotactionWithUnsupportedTagConditionKeyForService } from './conditions/allow-notaction-with-unsupported-tag-condition-key-for-service';
import { allowWithUnsupportedTagConditionKeyForService } from './conditions/allow-with-unsupported-tag-condition-key-for-service';
import { denyNotactionWithUnsupportedTagConditionKeyForService } from './conditions/deny-notaction-with-unsupported-tag-condition-key-for-service';
import { denyWithUnsupportedTagConditionKeyForService } from './conditions/deny-with-unsupported-tag-condition-key-for-service';
import { duplicateKeysWithDifferentCase } from './conditions/duplicate-keys-with-different-case';
import { dynamodbAttributesWithoutSelect } from './conditions/dynamodb-attributes-without-select';
import { emptyArrayConditionForallvalues } from './conditions/empty-array-condition-forallvalues';
import { emptyArrayConditionForanyvalue } from './conditions/empty-array-condition-foranyvalue';
import { emptyArrayConditionIfexists } from './conditions/empty-array-condition-ifexists';
import { emptyArrayCondition } from './conditions/empty-array-condition';
import { equivalentToNullFalse } from './conditions/equivalent-to-null-false';
import { equivalentToNullTrue } from './conditions/equivalent-to-null-true';
import { forallvaluesWithSingleValuedKey } from './conditions/forallvalues-with-single-valued-key';
import { improveIpRange } from './conditions/improve-ip-range';
import { invalidConditionDataType } from './conditions/invalid-condition-data-type';
import { invalidConditionKeyFormat } from './conditions/invalid-condition-key-format';
import { invalidConditionMultipleBoolean } from './conditions/invalid-condition-multiple-boolean';
import { invalidConditionOperator } from './conditions/invalid-condition-operator';
import { invalidDateValue } from './conditions/invalid-date-value';
import { invalidGlobalConditionKey } from './conditions/invalid-global-condition-key';
import { invalidRegion } from './conditions/invalid-region';
import { invalidServiceConditionKey } from './conditions/invalid-service-condition-key';
import { invalidVpcFormat } from './conditions/invalid-vpc-format';
import { invalidVpceFormat } from './conditions/invalid-vpce-format';
import { missingPairedConditionKeys } from './conditions/missing-paired-condition-keys';
import { missingQualifier } from './conditions/missing-qualifier';
import { missingTagKeyInCondition } from './conditions/missing-tag-key-in-condition';
import { nullWithIfExists } from './conditions/null-with-if-exists';
import { nullWithQualifier } from './conditions/null-with-qualifier';
import { privateIpAddressSubset } from './conditions/private-ip-address-subset';
import { privateIpAddress } from './conditions/private-ip-address';
import { privateNotIpAddressSubset } from './conditions/private-not-ip-address-subset';
import { privateNotIpAddress } from './conditions/private-not-ip-address';
import { redundantConditionValueNum } from './conditions/redundant-condition-value-num';
import { redundantKeyDueToWildcardInCondition } from './conditions/redundant-key-due-to-wildcard-in-condition';
import { redundantStatementDueToWildcardInCondition } from './conditions/redundant-statement-due-to-wildcard-in-condition';
import { s3PrefixInNegativeContext } from './conditions/s3-prefix-in-negative-context';
import { stringLikeOperatorWithArnConditionKeys } from './conditions/string-like-operator-with-arn-condition-keys';
import { typeMismatchBoolean } from './conditions/type-mismatch-boolean';
import { typeMismatchDate } from './conditions/type-mismatch-date';
import { typeMismatchIpRange } from './conditions/type-mismatch-ip-range';
import { typeMismatchNumber } from './conditions/type-mismatch-number';
import { typeMismatchString } from './conditions/type-mismatch-string';
import { typeMismatch } from './conditions/type-mismatch';
import { unsupportedActionForConditionKey } from './conditions/unsupported-action-for-condition-key';
import { unsupportedGlobalConditionKey } from './conditions/unsupported-global-condition-key';
import { untrustworthyConditionKey } from './conditions/untrustworthy-condition-key';
import { variableUsageTooPermissive } from './conditions/variable-usage-too-permissive';
import { wildcardUsageTooPermissive } from './conditions/wildcard-usage-too-permissive';
import { wildcardWithoutLikeOperator } from './conditions/wildcard-without-like-operator';
import { dataTypeMismatch } from './elements/data-type-mismatch';
import {
  emptyArrayAction,
  emptyArrayResource,
  emptyArrayPrincipal,
  emptyObjectPrincipal,
} from './elements/empty-arrays';
import { emptyObjectCondition } from './elements/empty-object-condition';
import { emptySidValue } from './elements/empty-sid-value';
import { excludesEverything } from './elements/excludes-everything';
import { invalidEffect } from './elements/invalid-effect';
import { invalidPolicyElement } from './elements/invalid-policy-element';
import { invalidVersion } from './elements/invalid-version';
import { jsonSyntaxError } from './elements/json-syntax-error';
import { missingAction } from './elements/missing-action';
import { missingEffect } from './elements/missing-effect';
import { missingPrincipal } from './elements/missing-principal';
import { missingResource } from './elements/missing-resource';
import { missingStatement } from './elements/missing-statement';
import { missingVersion } from './elements/missing-version';
import { policySizeExceedsIdentityPolicyQuota } from './elements/policy-size-exceeds-identity-policy-quota';
import { policySizeExceedsResourcePolicyQuota } from './elements/policy-size-exceeds-resource-policy-quota';
import { redundantStatement } from './elements/redundant-statement';
import { uniqueSidsRecommended } from './elements/unique-sids-recommended';
import { uniqueSidsRequired } from './elements/unique-sids-required';
import { unsupportedElementCombination } from './elements/unsupported-element-combination';
import { unsupportedPrincipal } from './elements/unsupported-principal';
import { unsupportedSid } from './elements/unsupported-sid';
import { wideGrantRules } from './iam/wide-grants';
import { kmsRules } from './kms';
import { policySizeExceedsRcpQuota } from './organizations/policy-size-exceeds-rcp-quota';
import { policySizeExceedsScpQuota } from './organizations/policy-size-exceeds-scp-quota';
import { rcpMissingRelatedPrincipalConditionKey } from './organizations/rcp-missing-related-principal-condition-key';
import { rcpMissingRelatedServicePrincipalConditionKey } from './organizations/rcp-missing-related-service-principal-condition-key';
import { rcpMissingServiceConditionKeyNullCheck } from './organizations/rcp-missing-service-condition-key-null-check';
import { rcpSyntaxErrorAction } from './organizations/rcp-syntax-error-action';
import { rcpSyntaxErrorAllow } from './organizations/rcp-syntax-error-allow';
import { rcpSyntaxErrorNotaction } from './organizations/rcp-syntax-error-notaction';
import { rcpSyntaxErrorPrincipal } from './organizations/rcp-syntax-error-principal';
import { scpSyntaxErrorActionWildcard } from './organizations/scp-syntax-error-action-wildcard';
import { scpSyntaxErrorPrincipal } from './organizations/scp-syntax-error-principal';
import { allowWithNotPrincipal } from './principals/allow-with-not-principal';
import { federatedPrincipalNotSupported } from './principals/federated-principal-not-supported';
import { invalidPrincipalFormat } from './principals/invalid-principal-format';
import { invalidPrincipalKey } from './principals/invalid-principal-key';
import { invalidRoleReference } from './principals/invalid-role-reference';
import { invalidServicePrincipalFormat } from './principals/invalid-service-principal-format';
import { invalidUserReference } from './principals/invalid-user-reference';
import { recommendedConditionKeyForServicePrincipal } from './principals/recommended-condition-key-for-service-principal';
import { restrictAccessToServicePrincipal } from './principals/restrict-access-to-service-principal';
import { unsupportedWildcardInPrincipal } from './principals/unsupported-wildcard-in-principal';
import { arnAccountNotAllowed } from './resources/arn-account-not-allowed';
import { arnRegionNotAllowed } from './resources/arn-region-not-allowed';
import { invalidArnAccount } from './resources/invalid-arn-account';
import { invalidArnPrefix } from './resources/invalid-arn-prefix';
import { invalidArnRegion } from './resources/invalid-arn-region';
import { invalidArnResource } from './resources/invalid-arn-resource';
import { invalidArnServiceCase } from './resources/invalid-arn-service-case';
import { invalidPartition } from './resources/invalid-partition';
import { invalidService } from './resources/invalid-service';
import { missingArnAccount } from './resources/missing-arn-account';
import { missingArnField } from './resources/missing-arn-field';
import { missingArnRegion } from './resources/missing-arn-region';
import { redundantResource } from './resources/redundant-resource';
import { resourceUnsupportedForAction } from './resources/resource-unsupported-for-action';
import { unsupportedResourceArnInPolicy } from './resources/unsupported-resource-arn-in-policy';
import { audienceClaimRules } from './trust/audience-claims';
import { invalidFederatedPrincipalSyntaxInRoleTrustPolicy } from './trust/invalid-federated-principal-syntax-in-role-trust-policy';
import { mismatchedActionForPrincipal } from './trust/mismatched-action-for-principal';
import { missingActionForRolesAnywhereTrustPolicy } from './trust/missing-action-for-roles-anywhere-trust-policy';
import { missingConditionKeyForOidcPrincipal } from './trust/missing-condition-key-for-oidc-principal';
import { missingGithubRepoConditionKey } from './trust/missing-github-repo-condition-key';
import { redundantPrincipalInRoleTrustPolicy } from './trust/redundant-principal-in-role-trust-policy';
import { roleTrustPolicySyntaxErrorNotprincipal } from './trust/role-trust-policy-syntax-error-notprincipal';
import { roleTrustPolicySyntaxErrorResource } from './trust/role-trust-policy-syntax-error-resource';
import { roleTrustPolicyUnsupportedWildcardInPrincipal } from './trust/role-trust-policy-unsupported-wildcard-in-principal';
import { specificGithubRepoAndBranchRecommended } from './trust/specific-github-repo-and-branch-recommended';
import { emptyVariable } from './variables/empty-variable';
import { invalidVariableForOperator } from './variables/invalid-variable-for-operator';
import { missingBraceInVariable } from './variables/missing-brace-in-variable';
import { missingQuoteInVariable } from './variables/missing-quote-in-variable';
import { unsupportedSpaceInVariable } from './variables/unsupported-space-in-variable';
import { variableUnsupportedInElement } from './variables/variable-unsupported-in-element';
import { variableUnsupportedInVersion } from './variables/variable-unsupported-in-version';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [
  invalidAction,
  invalidServiceInAction,
  redundantAction,
  unsupportedActionInPolicy,
  wildcardInServiceName,
  allowNotactionWithUnsupportedTagConditionKeyForService,
  allowWithUnsupportedTagConditionKeyForService,
  denyNotactionWithUnsupportedTagConditionKeyForService,
  denyWithUnsupportedTagConditionKeyForService,
  duplicateKeysWithDifferentCase,
  dynamodbAttributesWithoutSelect,
  emptyArrayConditionForallvalues,
  emptyArrayConditionForanyvalue,
  emptyArrayConditionIfexists,
  emptyArrayCondition,
  equivalentToNullFalse,
  equivalentToNullTrue,
  forallvaluesWithSingleValuedKey,
  improveIpRange,
  invalidConditionDataType,
  invalidConditionKeyFormat,
  invalidConditionMultipleBoolean,
  invalidConditionOperator,
  invalidDateValue,
  invalidGlobalConditionKey,
  invalidRegion,
  invalidServiceConditionKey,
  invalidVpcFormat,
  invalidVpceFormat,
  missingPairedConditionKeys,
  missingQualifier,
  missingTagKeyInCondition,
  nullWithIfExists,
  nullWithQualifier,
  privateIpAddressSubset,
  privateIpAddress,
  privateNotIpAddressSubset,
  privateNotIpAddress,
  redundantConditionValueNum,
  redundantKeyDueToWildcardInCondition,
  redundantStatementDueToWildcardInCondition,
  s3PrefixInNegativeContext,
  stringLikeOperatorWithArnConditionKeys,
  typeMismatchBoolean,
  typeMismatchDate,
  typeMismatchIpRange,
  typeMismatchNumber,
  typeMismatchString,
  typeMismatch,
  unsupportedActionForConditionKey,
  unsupportedGlobalConditionKey,
  untrustworthyConditionKey,
  variableUsageTooPermissive,
  wildcardUsageTooPermissive,
  wildcardWithoutLikeOperator,
  dataTypeMismatch,
  emptyArrayAction,
  emptyArrayResource,
  emptyArrayPrincipal,
  emptyObjectPrincipal,
  emptyObjectCondition,
  emptySidValue,
  excludesEverything,
  invalidEffect,
  invalidPolicyElement,
  invalidVersion,
  jsonSyntaxError,
  missingAction,
  missingEffect,
  missingPrincipal,
  missingResource,
  missingStatement,
  missingVersion,
  policySizeExceedsIdentityPolicyQuota,
  policySizeExceedsResourcePolicyQuota,
  redundantStatement,
  uniqueSidsRecommended,
  uniqueSidsRequired,
  unsupportedElementCombination,
  unsupportedPrincipal,
  unsupportedSid,
  ...wideGrantRules,
  ...kmsRules,
  policySizeExceedsRcpQuota,
  policySizeExceedsScpQuota,
  rcpMissingRelatedPrincipalConditionKey,
  rcpMissingRelatedServicePrincipalConditionKey,
  rcpMissingServiceConditionKeyNullCheck,
  rcpSyntaxErrorAction,
  rcpSyntaxErrorAllow,
  rcpSyntaxErrorNotaction,
  rcpSyntaxErrorPrincipal,
  scpSyntaxErrorActionWildcard,
  scpSyntaxErrorPrincipal,
  allowWithNotPrincipal,
  federatedPrincipalNotSupported,
  invalidPrincipalFormat,
  invalidPrincipalKey,
  invalidRoleReference,
  invalidServicePrincipalFormat,
  invalidUserReference,
  recommendedConditionKeyForServicePrincipal,
  restrictAccessToServicePrincipal,
  unsupportedWildcardInPrincipal,
  arnAccountNotAllowed,
  arnRegionNotAllowed,
  invalidArnAccount,
  invalidArnPrefix,
  invalidArnRegion,
  invalidArnResource,
  invalidArnServiceCase,
  invalidPartition,
  invalidService,
  missingArnAccount,
  missingArnField,
  missingArnRegion,
  redundantResource,
  resourceUnsupportedForAction,
  unsupportedResourceArnInPolicy,
  ...audienceClaimRules,
  invalidFederatedPrincipalSyntaxInRoleTrustPolicy,
  mismatchedActionForPrincipal,
  missingActionForRolesAnywhereTrustPolicy,
  missingConditionKeyForOidcPrincipal,
  missingGithubRepoConditionKey,
  redundantPrincipalInRoleTrustPolicy,
  roleTrustPolicySyntaxErrorNotprincipal,
  roleTrustPolicySyntaxErrorResource,
  roleTrustPolicyUnsupportedWildcardInPrincipal,
  specificGithubRepoAndBranchRecommended,
  emptyVariable,
  invalidVariableForOperator,
  missingBraceInVariable,
  missingQuoteInVariable,
  unsupportedSpaceInVariable,
  variableUnsupportedInElement,
  variableUnsupportedInVersion,
];

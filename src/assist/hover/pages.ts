const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const kms = 'https://docs.aws.amazon.com/kms/latest/developerguide';

/** The AWS pages that hovers link to. */
export const pages = {
  version: `${iam}/reference_policies_elements_version.html`,
  id: `${iam}/reference_policies_elements_id.html`,
  statement: `${iam}/reference_policies_elements_statement.html`,
  sid: `${iam}/reference_policies_elements_sid.html`,
  effect: `${iam}/reference_policies_elements_effect.html`,
  evaluation: `${iam}/reference_policies_evaluation-logic.html`,
  principal: `${iam}/reference_policies_elements_principal.html`,
  notPrincipal: `${iam}/reference_policies_elements_notprincipal.html`,
  action: `${iam}/reference_policies_elements_action.html`,
  notAction: `${iam}/reference_policies_elements_notaction.html`,
  resource: `${iam}/reference_policies_elements_resource.html`,
  notResource: `${iam}/reference_policies_elements_notresource.html`,
  condition: `${iam}/reference_policies_elements_condition.html`,
  operators: `${iam}/reference_policies_elements_condition_operators.html`,
  multiValue: `${iam}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  globalKeys: `${iam}/reference_policies_condition-keys.html`,
  identifiers: `${iam}/reference_identifiers.html`,
  scp: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
  rcp: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html',
  keyPolicy: `${kms}/key-policy-overview.html`,
  defaultKeyPolicy: `${kms}/key-policy-default.html`,
  otherAccounts: `${kms}/key-policy-modifying-external-accounts.html`,
  keyInIam: `${kms}/cmks-in-iam-policies.html`,
  keyServices: `${kms}/key-policy-services.html`,
  permissions: `${kms}/kms-api-permissions-reference.html`,
  viaService: `${kms}/conditions-kms.html#conditions-kms-via-service`,
  services:
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
} as const;

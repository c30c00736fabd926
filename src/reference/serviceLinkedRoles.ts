/**
 * The service whose service-linked role has this name, without `.amazonaws.com` (`autoscaling`); undefined for a name that is
 * none, and for services that are not known here. Some names take a suffix of the user's behind an underscore:
 * `AWSServiceRoleForAutoScaling_batch`.
 */
export function serviceOfLinkedRole(name: string): string | undefined {
  return services[name.split('_')[0] ?? name];
}

// IAM User Guide, "AWS services that work with IAM", column service-linked roles, and the services' own guides.
const services: Readonly<Record<string, string>> = {
  AWSServiceRoleForAWSLicenseManagerRole: 'license-manager',
  AWSServiceRoleForAmazonEKS: 'eks',
  AWSServiceRoleForAmazonEKSNodegroup: 'eks-nodegroup',
  AWSServiceRoleForAmazonElasticFileSystem: 'elasticfilesystem',
  AWSServiceRoleForAmazonElasticsearchService: 'es',
  AWSServiceRoleForAmazonFSx: 'fsx',
  AWSServiceRoleForAmazonGuardDuty: 'guardduty',
  AWSServiceRoleForAmazonGuardDutyMalwareProtection: 'malware-protection.guardduty',
  AWSServiceRoleForAmazonInspector2: 'inspector2',
  AWSServiceRoleForAmazonMacie: 'macie',
  AWSServiceRoleForAmazonOpenSearchService: 'opensearchservice',
  AWSServiceRoleForAutoScaling: 'autoscaling',
  AWSServiceRoleForBackup: 'backup',
  AWSServiceRoleForBatch: 'batch',
  AWSServiceRoleForCloudTrail: 'cloudtrail',
  AWSServiceRoleForConfig: 'config',
  AWSServiceRoleForEC2Fleet: 'ec2fleet',
  AWSServiceRoleForEC2Spot: 'spot',
  AWSServiceRoleForEC2SpotFleet: 'spotfleet',
  AWSServiceRoleForECS: 'ecs',
  AWSServiceRoleForElastiCache: 'elasticache',
  AWSServiceRoleForKafka: 'kafka',
  AWSServiceRoleForLexBots: 'lex',
  AWSServiceRoleForLexV2Bots: 'lexv2',
  AWSServiceRoleForOrganizations: 'organizations',
  AWSServiceRoleForRDS: 'rds',
  AWSServiceRoleForRedshift: 'redshift',
  AWSServiceRoleForSSO: 'sso',
};

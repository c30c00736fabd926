/** JSON that people write every day and that holds no policy of AWS, though it may speak of AWS or use a policy's words. */
export interface ForeignText {
  readonly name: string;
  /** Where it stands in its workspace; none of these is named for a policy. */
  readonly path: string;
  readonly text: string;
  /** It begins word by word as a policy may: only what comes later tells. */
  readonly beginsAlike?: true;
}

function json(path: string, value: unknown, name = path): ForeignText {
  return { name, path, text: JSON.stringify(value, undefined, 2) };
}

const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const role = 'arn:aws:iam::111122223333:role/app';

function alike(text: ForeignText): ForeignText {
  return { ...text, beginsAlike: true };
}

/** CloudFormation without a policy in it. */
function stack(path: string, Resources: unknown, more: object = {}): ForeignText {
  return json(path, { AWSTemplateFormatVersion: '2010-09-09', ...more, Resources });
}

export const foreignTexts: readonly ForeignText[] = [
  // Tools and settings
  json('package.json', {
    name: 'iam-policy-tools',
    version: '2012.10.17',
    scripts: { build: 'tsc', statement: 'node statement.js' },
    dependencies: { '@aws-sdk/client-kms': '^3.0.0' },
    keywords: ['kms', 'Effect', 'Statement'],
  }),
  json('package-lock.json', {
    name: 'app',
    lockfileVersion: 3,
    packages: {
      'node_modules/a': { version: '1.0.0', resolved: 'https://registry.npmjs.org/a', integrity: 'sha512-x' },
    },
  }),
  {
    name: 'tsconfig.json',
    path: 'tsconfig.json',
    text: '{\n  // Statement of intent\n  "compilerOptions": {\n    "target": "es2022",\n    "strict": true,\n  },\n  "include": ["src/Statement/*.ts"],\n}\n',
  },
  json('composer.json', {
    name: 'acme/app',
    require: { php: '>=8.2', 'aws/aws-sdk-php': '^3' },
    autoload: { 'psr-4': { 'App\\Statement\\': 'src/' } },
  }),
  json('.eslintrc.json', {
    root: true,
    rules: { 'no-unused-vars': ['error', { args: 'none' }], 'max-statements': [1, 20] },
  }),
  json('.prettierrc.json', {
    printWidth: 120,
    singleQuote: true,
    overrides: [{ files: '*.md', options: { proseWrap: 'never' } }],
  }),
  {
    name: '.vscode/launch.json',
    path: '.vscode/launch.json',
    text: '{\n  // Use IntelliSense to learn about possible attributes.\n  "version": "0.2.0",\n  "configurations": [\n    { "type": "node", "request": "launch", "name": "Decrypt", "program": "${workspaceFolder}/app.js", "env": { "AWS_PROFILE": "dev" } }\n  ]\n}\n',
  },
  json('.vscode/settings.json', { 'editor.tabSize': 2, 'aws.profile': 'default', 'files.exclude': { '**/out': true } }),
  json('.vscode/tasks.json', { version: '2.0.0', tasks: [{ label: 'build', type: 'shell', command: 'make' }] }),
  json('.devcontainer/devcontainer.json', {
    image: 'mcr.microsoft.com/devcontainers/base',
    features: {},
    postCreateCommand: 'npm ci',
  }),
  json('renovate.json', {
    extends: ['config:recommended'],
    packageRules: [{ matchPackageNames: ['/^@aws-sdk/'], groupName: 'sdk' }],
  }),
  json('babel.config.json', { presets: [['@babel/preset-env', { targets: 'defaults' }]], plugins: [] }),
  json('angular.json', {
    version: 1,
    projects: { app: { architect: { build: { builder: '@angular-devkit/build-angular' } } } },
  }),
  json(
    'manifest.json',
    { manifest_version: 3, name: 'x', version: '1.0', action: { default_popup: 'a.html' }, permissions: ['storage'] },
    'a browser extension',
  ),
  json('appsettings.json', {
    Logging: { LogLevel: { Default: 'Information' } },
    AWS: { Region: 'eu-west-1', Profile: 'dev' },
    AllowedHosts: '*',
  }),
  json('app-config.json', { port: 8080, kmsKey: key, role, action: 'kms:Decrypt', Version: '1' }),
  json('users.json', [
    { Id: 1, Name: 'Ada', Role: 'admin' },
    { Id: 2, Name: 'Bob', Role: 'user' },
  ]),
  json('cdk.json', { app: 'npx ts-node bin/app.ts', context: { '@aws-cdk/aws-kms:defaultKeyPolicies': true } }),
  json('cdk.context.json', {
    'availability-zones:account=111122223333:region=eu-west-1': ['eu-west-1a', 'eu-west-1b'],
  }),
  json('serverless.json', {
    service: 'x',
    provider: { name: 'aws', runtime: 'nodejs20.x' },
    functions: { hello: { handler: 'a.b', role } },
  }),
  json('task-definition.json', {
    family: 'web',
    executionRoleArn: role,
    containerDefinitions: [{ name: 'web', image: 'nginx', secrets: [{ name: 'A', valueFrom: key }] }],
  }),
  // Descriptions of interfaces and data
  json('openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Bank', version: '2012-10-18' },
    paths: {
      '/Statement': {
        get: {
          operationId: 'getStatement',
          parameters: [{ name: 'Effect', in: 'query', schema: { enum: ['Allow', 'Deny'] } }],
        },
      },
    },
    components: {
      schemas: {
        Statement: { type: 'object', properties: { Action: { type: 'string' }, Resource: { type: 'string' } } },
      },
    },
  }),
  json('swagger.json', {
    swagger: '2.0',
    paths: { '/x': { post: { 'x-amazon-apigateway-integration': { type: 'aws', credentials: role } } } },
  }),
  json('statement.schema.json', {
    $schema: 'http://json-schema.org/draft-07/schema#',
    properties: {
      Version: { const: '2012-10-17' },
      Statement: { items: { properties: { Effect: { enum: ['Allow', 'Deny'] }, Action: { type: 'string' } } } },
    },
  }),
  json('places.geojson.json', {
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', geometry: { type: 'Point', coordinates: [13.4, 52.5] }, properties: { name: 'Berlin' } },
    ],
  }),
  json(
    'dashboards/kms.json',
    {
      title: 'KMS',
      schemaVersion: 39,
      panels: [
        {
          type: 'timeseries',
          title: 'Deny',
          datasource: { type: 'cloudwatch' },
          targets: [{ namespace: 'AWS/KMS', metricName: 'SecondsUntilKeyMaterialExpiration', statistic: 'Minimum' }],
        },
      ],
    },
    'a Grafana dashboard',
  ),
  json(
    'locales/en.json',
    {
      policy: { Statement: 'Statement', Effect: 'Effect', Allow: 'Allow', Deny: 'Deny' },
      Principal: 'Principal',
      Action: 'Action',
      Resource: 'Resource',
    },
    'translations in a policy’s words',
  ),
  json('locales/de.json', { greeting: 'Hallo {name}', bankStatement: 'Kontoauszug' }),
  json('schema.graphql.json', {
    data: {
      __schema: {
        queryType: { name: 'Query' },
        types: [{ kind: 'OBJECT', name: 'Statement', fields: [{ name: 'Effect' }] }],
      },
    },
  }),
  json('postman.json', {
    info: { name: 'KMS', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: [
      {
        name: 'Decrypt',
        request: { method: 'POST', header: [{ key: 'X-Amz-Target', value: 'TrentService.Decrypt' }] },
      },
    ],
  }),
  json('jest-results.json', {
    numFailedTests: 1,
    testResults: [{ name: 'a.test.ts', message: 'expected kms:Decrypt, got kms:Encrypt', status: 'failed' }],
  }),
  json('coverage-final.json', {
    'a.ts': { path: 'a.ts', statementMap: { 0: { start: { line: 1 } } }, s: { 0: 1 }, branchMap: {} },
  }),
  json('notebook.ipynb.json', {
    nbformat: 4,
    cells: [{ cell_type: 'code', source: ['client.decrypt(CiphertextBlob=b)'], outputs: [] }],
  }),
  alike(
    json(
      'bank.json',
      {
        Statement: [
          { Date: '2024-01-01', Amount: -3.5, Payee: 'Bakery' },
          { Date: '2024-01-02', Amount: 100, Payee: 'Salary' },
        ],
      },
      'statements of a bank account',
    ),
  ),
  json('claim.json', { Id: 7, Statement: 'I agree to the terms.' }, 'a signed statement'),
  alike(json('sql.json', { Statement: 'SELECT * FROM t', Parameters: [], Version: 3 }, 'an SQL statement')),
  alike(json('rules/casbin.json', [{ Effect: 'Allow', Action: 'read', Resource: 'document', Subject: 'alice' }])),
  alike(json('rules/one.json', { Effect: 'Allow', Action: 'read', Subject: 'alice' }, 'a rule of another tool')),
  // Kubernetes, other clouds
  json('deployment.json', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { template: { spec: { tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }] } } },
  }),
  json('rbac.json', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }],
  }),
  json(
    'azuredeploy.json',
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [
        {
          type: 'Microsoft.KeyVault/vaults',
          apiVersion: '2023-07-01',
          properties: { accessPolicies: [{ permissions: { keys: ['decrypt'] } }] },
        },
      ],
    },
    'an ARM template',
  ),
  json('azure-rule.json', {
    properties: {
      mode: 'All',
      rule: { if: { field: 'type', equals: 'Microsoft.Compute/virtualMachines' }, then: { effect: 'Deny' } },
    },
  }),
  json('gcp-bindings.json', {
    bindings: [
      { role: 'roles/cloudkms.cryptoKeyDecrypter', members: ['user:a@example.com'], condition: { expression: 'true' } },
    ],
    version: 3,
  }),
  // AWS, but no policy
  stack('stack.template.json', {
    Key: { Type: 'AWS::KMS::Key', Properties: { Description: 'Statement of keys', EnableKeyRotation: true } },
    Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/app', TargetKeyId: { Ref: 'Key' } } },
    Function: { Type: 'AWS::Lambda::Function', Properties: { Role: role, KmsKeyArn: key, Handler: 'a.b' } },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', FunctionName: { Ref: 'Function' } },
    },
  }),
  stack('network.template.json', {
    Rule: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: { Actions: [{ Type: 'forward' }], Conditions: [{ Field: 'path-pattern' }] },
    },
    OnChange: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { detail: { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] } } },
    },
    Acl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: {
        DefaultAction: { Allow: {} },
        Rules: [{ Name: 'r', Statement: { RateBasedStatement: { Limit: 100 } }, Action: { Block: {} } }],
      },
    },
  }),
  json(
    'waf-rules.json',
    [
      {
        Name: 'rate',
        Priority: 0,
        Action: { Block: {} },
        Statement: { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } },
        VisibilityConfig: {},
      },
    ],
    'AWS WAF rules',
  ),
  alike(
    json(
      'waf-statement.json',
      { Statement: { ByteMatchStatement: { SearchString: 'x', FieldToMatch: { UriPath: {} } } } },
      'a statement of AWS WAF',
    ),
  ),
  json(
    'state-machine.asl.json',
    {
      Comment: 'Statement machine',
      StartAt: 'Decrypt',
      States: {
        Decrypt: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:kms:decrypt',
          Parameters: { KeyId: key, Action: 'kms:Decrypt' },
          End: true,
        },
      },
    },
    'a Step Functions definition',
  ),
  json(
    'event-pattern.json',
    {
      source: ['aws.kms'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventName: ['PutKeyPolicy'],
        requestParameters: { policyName: ['default'] },
        errorCode: [{ exists: false }],
      },
    },
    'an EventBridge pattern',
  ),
  json(
    'event-statement.json',
    {
      source: ['bank'],
      detail: { Statement: { Effect: ['Deny'], Action: [{ prefix: 'kms:' }], Resource: [{ 'anything-but': '*' }] } },
    },
    'an EventBridge pattern in a policy’s words',
  ),
  json(
    'add-permission.json',
    {
      FunctionName: 'f',
      StatementId: 's3',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::b',
    },
    'the arguments of lambda add-permission',
  ),
  json('create-grant.json', {
    KeyId: key,
    GranteePrincipal: role,
    Operations: ['Decrypt'],
    Constraints: { EncryptionContextSubset: { a: 'b' } },
  }),
  json('describe-key.json', {
    KeyMetadata: {
      AWSAccountId: '111122223333',
      KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
      Arn: key,
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
    },
  }),
  json('list-roles.json', { Roles: [{ RoleName: 'app', Arn: role, MaxSessionDuration: 3600 }] }),
  json('cloudtrail-success.json', {
    Records: [
      {
        eventVersion: '1.08',
        eventSource: 's3.amazonaws.com',
        eventName: 'PutObject',
        requestParameters: { bucketName: 'b' },
        resources: [{ ARN: 'arn:aws:s3:::b' }],
      },
    ],
  }),
  json('ssm-document.json', {
    schemaVersion: '2.2',
    description: 'Statement',
    mainSteps: [{ action: 'aws:runShellScript', name: 'x', inputs: { runCommand: ['aws kms decrypt'] } }],
  }),
  json(
    'data-protection.json',
    {
      Name: 'n',
      Description: '',
      Version: '2021-06-01',
      Statement: [
        {
          Sid: 'audit',
          DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/Name'],
          Operation: { Audit: { FindingsDestination: {} } },
        },
      ],
    },
    'a data protection document of CloudWatch Logs',
  ),
  json('s3-lifecycle.json', {
    Rules: [
      { ID: 'x', Status: 'Enabled', Filter: { Prefix: '' }, Transitions: [{ Days: 30, StorageClass: 'GLACIER' }] },
    ],
  }),
  json(
    'main.tf.json',
    {
      resource: { aws_kms_key: { a: { description: 'x', enable_key_rotation: true } } },
      data: { aws_caller_identity: { current: {} } },
    },
    'Terraform without a policy',
  ),
  json('cedar.json', {
    effect: 'permit',
    principal: { op: 'All' },
    action: { op: '==', entity: { type: 'Action', id: 'view' } },
    resource: { op: 'All' },
    conditions: [],
  }),
  json('values.json', [1, 'kms:Decrypt', null, true, { a: [[{ b: {} }]] }]),
  { name: 'a string', path: 'a.json', text: '"kms:Decrypt"' },
  { name: 'a literal', path: 'b.json', text: 'true' },
  { name: 'broken', path: 'c.json', text: '{ "a": [1, 2, { "b": "kms:", \n "Statement" }\n "Action"' },
];

/** Policy statements as infrastructure code: for the place where the policy is really kept. */

export type CodeFormat = 'json' | 'cloudformation' | 'terraform' | 'terraform-jsonencode';

/** Statements in a format, ready to be put among the policy's other statements. */
export function statementsAs(format: CodeFormat, statements: readonly object[]): string {
  switch (format) {
    case 'json':
      return statements.map(s => JSON.stringify(s, undefined, 2)).join(',\n');
    case 'cloudformation':
      return statements.map(s => yamlItem(s)).join('\n');
    case 'terraform':
      return statements.map(statementBlock).join('\n\n');
    case 'terraform-jsonencode':
      return statements.map(s => `${hcl(s, '')},`).join('\n');
  }
}

// CloudFormation: an item of `KeyPolicy: Statement:`. Strings are quoted as in JSON, which YAML reads alike.

function yamlItem(value: object): string {
  return yaml(value, '  ').replace(/^ {2}/, '- ');
}

function yaml(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    return value.map(item => `${indent}- ${scalar(item)}`).join('\n');
  }
  return Object.entries(value as object)
    .map(([name, v]) => {
      const key = /^\w+$/.test(name) ? name : JSON.stringify(name);
      return isScalar(v) ? `${indent}${key}: ${scalar(v)}` : `${indent}${key}:\n${yaml(v, `${indent}  `)}`;
    })
    .join('\n');
}

function scalar(value: unknown): string {
  return JSON.stringify(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

// Terraform: the data source aws_iam_policy_document of the AWS provider, and jsonencode.

function statementBlock(statement: object): string {
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } =
    statement as Readonly<Record<string, unknown>>;
  const conditions = Object.entries(isScalar(Condition) ? {} : (Condition as object)).flatMap(([test, keys]) =>
    Object.entries(keys as object).map(([variable, values]) =>
      block('condition', [
        ['test', test],
        ['variable', variable],
        ['values', list(values)],
      ]),
    ),
  );
  return block(
    'statement',
    [
      ...(typeof Sid === 'string' ? [['sid', Sid] as const] : []),
      ['effect', String(Effect)],
      ...(
        [
          ['actions', Action],
          ['not_actions', NotAction],
          ['resources', Resource],
          ['not_resources', NotResource],
        ] as const
      ).flatMap(([name, value]) => (value === undefined ? [] : [[name, list(value)] as const])),
    ],
    [...principalBlocks('principals', Principal), ...principalBlocks('not_principals', NotPrincipal), ...conditions],
  );
}

function principalBlocks(name: string, principal: unknown): string[] {
  if (principal === undefined) {
    return [];
  }
  const entries: readonly [string, unknown][] = isScalar(principal)
    ? [['*', principal]]
    : Object.entries(principal as object);
  return entries.map(([type, identifiers]) =>
    block(name, [
      ['type', type],
      ['identifiers', list(identifiers)],
    ]),
  );
}

function block(
  name: string,
  attributes: readonly (readonly [string, string | readonly string[]])[],
  blocks: readonly string[] = [],
): string {
  const widest = Math.max(...attributes.map(([key]) => key.length));
  const lines = attributes.map(
    ([key, value]) =>
      `  ${key.padEnd(widest)} = ${typeof value === 'string' ? quoted(value) : `[${value.map(quoted).join(', ')}]`}`,
  );
  const inner = blocks.map(b => `\n${b.replace(/^/gm, '  ')}`);
  return [`${name} {`, ...lines, ...inner, '}'].join('\n');
}

function hcl(value: unknown, indent: string): string {
  if (isScalar(value)) {
    return quoted(String(value));
  }
  if (Array.isArray(value)) {
    return `[${value.map(v => hcl(v, indent)).join(', ')}]`;
  }
  const inside = `${indent}  `;
  return `{\n${Object.entries(value as object)
    .map(([name, v]) => `${inside}${/^\w+$/.test(name) ? name : quoted(name)} = ${hcl(v, inside)}`)
    .join('\n')}\n${indent}}`;
}

// `${` and `%{` begin templates in Terraform's strings; doubled, the first character stands for itself.
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');
}

function list(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

import type * as vscode from 'vscode';
import { becauseOf, needMessage } from '../../explanation';
import { decide, readCase } from '../../access';
import { locate, type LocatedKind, locatedKinds } from '../../policy';
import { checkPolicies } from '../../rules/check';
import { kindNames } from '../../rules/page';
import { LineIndex } from '../../text/lines';
import { message } from '../../text/message';
import type { Host } from '../host';
import { servicesFrom } from '../services';
import { ExplainTool } from './explain';
import type { RunTool } from './register';

/** What the tools do. The texts are for a model, which tells them to people in its own words. */
export function languageModelTools(host: Host): RunTool {
  const explain = new ExplainTool(host);
  return async (name, input, token) => {
    switch (name) {
      case 'doubleLock_explainDenial':
        return explain.run(textIn(input, 'text'), textIn(input, 'profile'), token);
      case 'doubleLock_checkPolicy':
        return check(
          host,
          textIn(input, 'policy'),
          locatedKinds.find(k => k === textIn(input, 'kind')),
          token,
        );
      case 'doubleLock_decideAccess':
        return decideCase(host, input);
    }
  };
}

function textIn(input: unknown, name: string): string {
  const value =
    typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>)[name] : undefined;
  if (value === undefined) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The findings of a policy, each with its place; the most that a tool tells are the first hundred. */
async function check(
  host: Host,
  text: string,
  kind: LocatedKind | undefined,
  token: vscode.CancellationToken,
): Promise<string> {
  const policies = locate(text, { ...(kind && { kind }), isPolicy: true });
  if (policies.length === 0) {
    return host.say(message('This text holds no policy that could be read as JSON.'));
  }
  const services = await servicesFrom(host)();
  if (token.isCancellationRequested) {
    return '';
  }
  const findings = checkPolicies(policies, { syntaxErrors: 'json', ...(services && { services }) });
  const lines = new LineIndex(text);
  const told = findings.slice(0, 100).map(f => {
    const { line, column } = lines.position(f.offset);
    return `${line}:${column} ${f.severity} ${f.code}: ${host.say(f.message)}`;
  });
  return [
    ...policies.map(p => `${host.say(message(kindNames[p.kind]))}: ${host.say(p.why)}`),
    ...(told.length === 0 ? [host.say(message('No findings.'))] : told),
    ...(findings.length > told.length
      ? [host.say(message('{count} more.', { count: findings.length - told.length }))]
      : []),
  ].join('\n');
}

/** The decision on one request, from the policies that the case holds and nothing else. */
function decideCase(host: Host, input: unknown): string {
  const reading = readCase(JSON.stringify(input));
  if ('problem' in reading) {
    return host.say(message('This case cannot be decided: {problem}.', { problem: reading.problem }));
  }
  const decision = decide(reading.case.request, reading.case.known);
  return [
    decision.outcome,
    ...becauseOf(decision).map(host.say),
    ...decision.needs.map(need => host.say(needMessage(need))),
    `key-policy lock: ${decision.keyPolicyLock}, IAM lock: ${decision.iamLock}`,
  ].join('\n');
}

import { type Arn, type LocatedPolicy, parseArn, type Span, spanInDocument } from '../policy';
import { isAccountId } from '../rules/facts';

/** An ARN in a document and the console's page about what it names. */
export interface ConsoleLink extends Span {
  readonly url: string;
}

// The console of each partition (AWS General Reference, "AWS service endpoints"; AWS GovCloud (US) User Guide, "Signing in";
// AWS in China, "Getting started"; AWS European Sovereign Cloud Reference, "Endpoints", where each Region has a console of its own). The
// isolated partitions have none that could be reached from here, and no page of the console is found by an alias.
const consoles: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'eusc-de-east-1.console.amazonaws-eusc.eu',
};

/** The console's page about the key, role, user or policy that an ARN names; undefined for everything else, and for patterns. */
export function consolePage(text: string): string | undefined {
  const arn = parseArn(text);
  const site = arn && Object.hasOwn(consoles, arn.partition) ? consoles[arn.partition] : undefined;
  if (arn === undefined || site === undefined || !/^[\w+=,.@:/-]+$/.test(text)) {
    return undefined;
  }
  const path = pathInConsole(arn, text);
  return path === undefined ? undefined : `https://${site}/${path}`;
}

function pathInConsole({ service, region, account, resource }: Arn, text: string): string | undefined {
  const [type = '', ...rest] = resource.split('/');
  const name = rest.at(-1) ?? '';
  if (name === '') {
    return undefined;
  }
  switch (`${service}:${type}`) {
    case 'kms:key':
      return /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region) ? `kms/home?region=${region}#/kms/keys/${name}` : undefined;
    case 'iam:role':
      return isAccountId(account) ? iamPage('roles', name) : undefined;
    case 'iam:user':
      return isAccountId(account) ? iamPage('users', name) : undefined;
    case 'iam:policy':
      return isAccountId(account) || account === 'aws' ? iamPage('policies', text) : undefined;
    case 'sts:assumed-role':
      return iamPage('roles', rest[0] ?? '');
    default:
      return undefined;
  }
}

function iamPage(list: 'roles' | 'users' | 'policies', name: string): string {
  return `iam/home#/${list}/details/${encodeURIComponent(name)}`;
}

// Nobody clicks further than that, and the workbench draws every one of them.
const most = 2000;

/** The ARNs in the policies of a document, in strings and in strings inside strings, that have a page in the console. */
export function linksIn(text: string, policies: readonly LocatedPolicy[]): ConsoleLink[] {
  const links: ConsoleLink[] = [];
  for (const { offset, length } of policies.flatMap(p => placeOf(p))) {
    for (const match of text.slice(offset, offset + length).matchAll(arns)) {
      const url = consolePage(match[0]);
      if (url !== undefined) {
        links.push({ offset: offset + match.index, length: match[0].length, url });
      }
      if (links.length === most) {
        return links;
      }
    }
  }
  return links;
}

const arns = /(?<=")arn:aws[a-z-]*:(?:kms|iam|sts):[^"\\\s]*(?=\\*")/g;

/** Where a policy stands in the document; one that is still open reaches to the end of its text. */
function placeOf(policy: LocatedPolicy): Span[] {
  const { node } = policy.document;
  if (node === undefined) {
    return [];
  }
  const { offset } = spanInDocument(policy, { offset: node.offset, length: 0 });
  const end = policy.source.json.length;
  const length =
    node.length < 0
      ? spanInDocument(policy, { offset: end, length: 0 }).offset - offset
      : spanInDocument(policy, node).length;
  return [{ offset, length }];
}

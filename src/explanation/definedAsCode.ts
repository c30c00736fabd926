/** What is told of keys that code defines: the next deployment puts the code's key policy back. */
import { type Arg, asCode, asLink, asSeries, message, type Message } from '../text/message';
import type { CodeFormat } from '../policy';
import { answered, type Diagnosis, type KeyDefinition } from '../diagnosis';

// They stand in most key policies (KMS Developer Guide, "Default key policy").
const usualSids = new Set([
  'Enable IAM User Permissions',
  'Allow access for Key Administrators',
  'Allow use of the key',
  'Allow attachment of persistent resources',
]);

/** What of a live key its code is likely to have too: description, key id, statements' Sids. */
export function cluesOf({ evidence: { key }, keyPolicy, keyArn }: Diagnosis): readonly string[] {
  const description = answered(key)?.description ?? '';
  const sids = (keyPolicy?.statements ?? []).flatMap(s => s.sid?.value?.value ?? []).filter(sid => !usualSids.has(sid));
  return [description, keyArn?.split('/')[1] ?? '', ...sids].filter(clue => clue.length >= 6);
}

const most = 5;

/** Warns that code owns the key policy. Empty where the workspace defines no key. */
export function definitionsWarning({ evidence: { definitions = [] } }: Diagnosis): Message[] {
  const likely = definitions.filter(d => d.likely);
  const shown = (likely.length > 0 ? likely : definitions).slice(0, most);
  if (shown.length === 0) {
    return [];
  }
  const places = asSeries(shown.map(placeOf));
  if (likely.length > 0) {
    return [
      message(
        '**This key seems to be defined as code in the workspace**: {places}. The next deployment puts the code’s policy back and undoes an edit of the live one. So put the statement there first.',
        { places },
      ),
    ];
  }
  const more = definitions.length - shown.length;
  return [
    more > 0
      ? message(
          '**The workspace defines KMS keys as code**: {places} and {more} more. If this key is one of them, the next deployment undoes an edit of the live policy. So put the statement there first.',
          { places, more },
        )
      : message(
          '**The workspace defines KMS keys as code**: {places}. If this key is among them, the next deployment undoes an edit of the live policy. So put the statement there first.',
          { places },
        ),
  ];
}

function placeOf({ path, line, resource, href }: KeyDefinition): Arg {
  const place = asCode(`${path}:${line}`);
  return message('{place} ({resource})', {
    place: href === undefined ? place : asLink(href, place),
    resource: asCode(resource),
  });
}

/** The formats for the statements, the one that the workspace's code is written in first. */
export function formatsFor({ evidence: { definitions = [] } }: Diagnosis): readonly CodeFormat[] {
  const first = (definitions.find(d => d.likely) ?? definitions[0])?.format;
  const all: readonly CodeFormat[] = ['json', 'cloudformation', 'terraform', 'terraform-jsonencode'];
  return first === undefined ? all : [first, ...all.filter(f => f !== first)];
}

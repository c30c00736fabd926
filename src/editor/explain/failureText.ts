import { type Failure, failureSentence } from '../../remedy';
import type { Host } from '../host';

/** A failure for a notification, where Markdown is not rendered. */
export function failureText(host: Host, failure: Failure): string {
  return host.say(failureSentence(failure)).replaceAll('`', '');
}

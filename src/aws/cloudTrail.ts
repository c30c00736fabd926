import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { CloudTrailSource } from '../ports';
import { MalformedAnswer } from './failures';
import type { Asker } from './asker';

/**
 * Looks events up in CloudTrail's history, which every account has without a trail: management events of 90 days, KMS's
 * included. A lookup brings one page of at most 50 events, and `next` where there are more. What goes wrong is a
 * failure in the answer.
 * @throws AbortError (each lookup) when its signal is aborted
 */
export function cloudTrailSource(ask: Asker): CloudTrailSource {
  return {
    lookUpEvents: ({ attribute, from, to, token }, signal) =>
      ask('cloudtrail:LookupEvents', signal, async ({ cloudTrail }, abortSignal) => {
        const { Events, NextToken } = await cloudTrail.send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: attribute.name, AttributeValue: attribute.value }],
            ...(from !== undefined && { StartTime: new Date(from) }),
            ...(to !== undefined && { EndTime: new Date(to) }),
            ...(token !== undefined && { NextToken: token }),
            MaxResults: 50,
          }),
          { abortSignal },
        );
        if (!Array.isArray(Events)) {
          throw new MalformedAnswer();
        }
        return {
          events: Events.flatMap(e => e.CloudTrailEvent ?? []),
          ...(NextToken && NextToken !== token && { next: NextToken }),
        };
      }),
  };
}

import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Answer } from '../ports';

/** The clients of one session, with its credentials and endpoints. */
export interface Clients {
  readonly kms: KMSClient;
  /** Makes one attempt only: a write must not be repeated by itself. */
  readonly kmsOnce: KMSClient;
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly cloudTrail: CloudTrailClient;
}

/** Asks one question with the session's clients; see `ask`. */
export type Asker = <T>(
  operation: string,
  signal: AbortSignal,
  run: (clients: Clients, signal: AbortSignal) => Promise<T>,
) => Promise<Answer<T>>;

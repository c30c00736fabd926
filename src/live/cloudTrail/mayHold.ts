/** A cheap test whether a text may hold a failed KMS event of CloudTrail; it runs before the rest of the extension is loaded. */
export function mayHoldKmsEvent(text: string): boolean {
  return text.includes('kms.amazonaws.com') && text.includes('errorCode') && text.includes('eventName');
}

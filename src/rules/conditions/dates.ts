/** Whether a text is a date as IAM reads them: ISO 8601, at least the year (W3C note on date and time formats). */
export function isIsoDate(text: string): boolean {
  return (
    /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/** Whether a text is a time in seconds (or milliseconds) since 1970. */
export function isEpoch(text: string): boolean {
  return /^\d{8,13}$/.test(text);
}

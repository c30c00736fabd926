/** A check's place in "IAM policy validation check reference" (IAM User Guide). */
export function analyzerCheck(
  group: 'error' | 'general-warning' | 'security-warning' | 'suggestion',
  code: string,
): string {
  const page = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html';
  return `${page}#access-analyzer-reference-policy-checks-${group}-${code}`;
}

/**
 * Messages can carry what must not be shown: the canonical request of a signature error (with the session token's header),
 * the command line of a credential_process, a quoted piece of a token file.
 */
export function withoutSecrets(message: string): string {
  return message
    .slice(0, 2000)
    .replace(/\s*The Canonical String for this request[\s\S]*/i, '')
    .replace(/^(Error: )?Command failed:[\s\S]*/, 'The credential_process of the profile failed.')
    .replace(/SyntaxError: [\s\S]*/, 'its content is not valid JSON.')
    .replace(
      /\b(x-amz-security-token|authorization|aws_secret_access_key|aws_session_token|signature|secretaccesskey|sessiontoken|accesstoken)\b(["']?\s*[:=]\s*)\S+/gi,
      '$1$2…',
    )
    .replace(/\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, '$1…');
}

import type { DenialKind } from './types';

/** The kind of failure that an exception's name or a service's error code says, wrapped or not (KMS API Reference, "Common errors"; each service's own). */
export function kindOfCode(code: string): DenialKind {
  const name = code.toLowerCase();
  if (/invalidgrant/.test(name)) {
    return 'invalid-grant';
  }
  if (
    /accessdenied|notaccessible|keyhasbeenrevoked|inaccessible|unauthorized|notauthorized|insufficientencryptionpolicy/.test(
      name,
    )
  ) {
    return 'access-denied';
  }
  if (/notfound|invalid(?:kms)?keyid|invalidid/.test(name)) {
    return 'not-found';
  }
  if (/disabled/.test(name)) {
    return 'disabled';
  }
  if (/invalid\.?(?:key)?state|invalidkmskey/.test(name)) {
    return 'invalid-state';
  }
  return 'other';
}

/** Names of exceptions that only KMS has (KMS API Reference, the operations' errors). In lower case, without `exception`. */
const ownCodes = [
  'invalidgrantid',
  'invalidgranttoken',
  'invalidciphertext',
  'incorrectkey',
  'incorrectkeymaterial',
  'invalidkeyusage',
  'keyunavailable',
  'invalidaliasname',
  'invalidimporttoken',
  'expiredimporttoken',
  'dryrunoperation',
  'incorrecttrustanchor',
  'customkeystore[a-z]{1,20}',
  'cloudhsmcluster[a-z]{1,40}',
  'xksproxy[a-z]{1,50}',
  'xkskey[a-z]{1,30}',
];

/** A code of KMS itself, or another service's code for a KMS failure: `KMSAccessDenied`, `KMS.NotFoundException`, `KMSKeyNotAccessibleFault`. Over lower-case squeezed text. */
export const kmsCode = new RegExp(
  [
    // Google Cloud's KMS has names like these.
    String.raw`(?<!cloud)kms\.?(?:kms)?(?:key)?(?:accessdenied|notaccessible|inaccessible|disabled|invalidstate|invalidkeystate|notfound|optinrequired|thrott(?:ling|led)|internal|validation|invalidkeyusage|invalidmac|invalidsignature|invalidresource|unavailable|dependency[a-z]{1,20})(?:exception|fault|error)?(?![a-z])`,
    'kmsfault',
    // CodeCommit and EC2 do not name KMS in theirs.
    'encryptionkey(?:accessdenied|disabled|notfound|unavailable|invalidid|invalidusage)exception',
    'customerkeyhasbeenrevoked',
    'invalidkmskeyid(?:exception)?',
    String.raw`(?<![a-z])kms\.[a-z]{3,40}?(?:exception|fault)`,
    String.raw`(?<!cloud)kms(?:accessdenied|notfound|disabled|invalidstate|throttling|keynotaccessible)(?:exception|fault)`,
    String.raw`(?:${ownCodes.join('|')})exception`,
    String.raw`(?:invalidkmskey)(?:\.[a-z]{1,30}?state|\.notfound|notfound|\.inaccessible)?`,
    'insufficientencryptionpolicyexception',
    'invalidkmsresourceexception',
    String.raw`\(invalidkeyid\)|invalidkeyid(?:exception)?(?=:[a-z]{4,})`,
  ].join('|'),
  'g',
);

/** Qualified names and tags that say that KMS itself failed; the first group, where there is one, is the exception's name. */
export const kmsOrigin: readonly RegExp[] = [
  /services\.kms\.model\.([a-z]{3,60}?exception)/g,
  /keymanagementservice\.model\.([a-z]{3,60}?exception)/g,
  /aws::kms::errors::([a-z]{3,60}?(?:exception|error|denied|expired|invalid|id))/g,
  /aws_sdk_kms::[a-z_:]{0,60}?([a-z]{3,60}?exception)/g,
  /\(service:(?:aws|amazon)?(?:kms|keymanagementservice)[;,)](?:[^()]{0,80}?errorcode:([a-z.]{3,60}))?/g,
  /kms\\{1,2}exception\\{1,2}kmsexception/g,
  /kmsexception(?::?([a-z]{3,50}?exception))?/g,
  /([a-z]{3,40}exception):therequestwasrejectedbecausethe(?:specified)?(?:kmskey|cmk|customermasterkey)/g,
  /client-kms[^\s:]{0,80}?([a-z]{3,60}exception):/g,
];

/** Names of exceptions that many services share, in lower case (KMS API Reference, "Common errors"; the SDKs' own). */
const sharedCodes = [
  'accessdenied(?:exception)?',
  'unauthorized(?:operation|exception)',
  // Credentials that AWS does not accept, and credentials that an SDK does not find.
  'unrecognizedclientexception',
  'expiredtoken(?:exception)?',
  'invalidclienttokenid',
  'invalidsignatureexception',
  'signaturedoesnotmatch',
  'incompletesignature',
  'missingauthenticationtoken(?:exception)?',
  'nocredentialproviders',
  'nocredentialserror',
  'unabletolocatecredentials',
  'couldnotloadcredentials',
  'optinrequired',
  // The resource and its state.
  'notfoundexception',
  'disabledexception',
  'invalidstateexception',
  // The request.
  'validationexception',
  'throttlingexception',
  'limitexceededexception',
  'alreadyexistsexception',
  'malformedpolicydocumentexception',
  'invalidarnexception',
  'unsupportedoperationexception',
  'tagexception',
  'conflictexception',
  'dependencytimeoutexception',
];

/** An exception's name that many services share. It counts where KMS is named just before it. Over lower-case squeezed text. */
export const sharedCode = new RegExp(sharedCodes.join('|'), 'g');

/** A sentence that AWS (or a well-known tool) says about a KMS failure. Over lower-case squeezed text. */
export interface Phrase {
  readonly pattern: RegExp;
  readonly kind: DenialKind;
  /** The service that says it of its call to KMS. */
  readonly service?: string;
  /** People write it too: it counts only beside an error code or the like. */
  readonly loose?: true;
  /** It tells of a caller, by a name that is no ARN. */
  readonly caller?: true;
  /** Nothing that follows explains it: it is a failure of its own. */
  readonly conclusive?: true;
  /** It is KMS's own whole answer. */
  readonly own?: true;
}

/** Which services say what: their API references' errors, and real reports. */
export const phrases: readonly Phrase[] = [
  // KMS until about 2022, and S3 and others that still pass it on.
  {
    pattern:
      /ciphertextrefer(?:s|ences)(?:to)?(?:an?|the)?(?:customermasterkey|(?:aws)?kmskey|cmk|key)(?:.{0,90}?(?:notallowedtoaccess|nothaveaccessto|haveanaccessto|haveaccessto))?/g,
    kind: 'access-denied',
    own: true,
  },
  { pattern: /doesnotexistinthisregion,oryouarenotallowedtoaccess/g, kind: 'access-denied' },
  // AWS re:Post has it in Japanese.
  { pattern: /暗号文は[^。]{0,60}カスタマー(?:マスター|管理)キー/g, kind: 'access-denied', own: true },
  { pattern: /accesstokmsisnotallowed/g, kind: 'access-denied', service: 'secretsmanager' },
  {
    pattern: /unabletodecrypt(?:the|your)environmentvariables(?:becausekmsaccesswasdenied)?/g,
    kind: 'other',
    service: 'lambda',
  },
  { pattern: /kmsaccess(?:was|is)denied/g, kind: 'access-denied' },
  { pattern: /kmskeyaccessdeniederror/g, kind: 'access-denied', service: 'dynamodb' },
  { pattern: /kmskeydisablederror/g, kind: 'disabled', service: 'dynamodb' },
  { pattern: /kms(?:validation|internal|throttling)error/g, kind: 'other', service: 'dynamodb' },
  {
    pattern:
      /kmskey(?:id)?(?:\[[^\]]{0,200}\]|'[^']{0,200}'|arn:[^,\s]{0,200}?)?doesnotexist,isnotenabled,?oryoudonothavepermissions?/g,
    kind: 'access-denied',
  },
  { pattern: /specifiedkmskeydoesnotexistorisnotallowedtobeused/g, kind: 'access-denied', service: 'logs' },
  {
    pattern: /specifiedkmskey(?:id)?(?:couldnotbefound|doesnotexist(?!orisnot)|wasnotfound|isnotfound)/g,
    kind: 'not-found',
  },
  { pattern: /insufficientpermissionstoaccesss3bucket.{0,150}?kmskey/g, kind: 'access-denied', service: 'cloudtrail' },
  {
    pattern:
      /(?:doesnothave|donothave|don'thave|doesn'thave|withouthaving|lacks?)(?:the)?(?:sufficient|required|necessary)?(?:access|permissions?)(?:to|for|on)(?:use|access)?(?:the|this|your)?(?:specified|customermanaged|customer-managed|encryption)?(?:aws)?kmskey/g,
    kind: 'access-denied',
    loose: true,
  },
  { pattern: /kmskeyprovidedisinanincorrectstate/g, kind: 'invalid-state', service: 'ec2' },
  { pattern: /givenkeyidisnotaccessible/g, kind: 'access-denied', service: 'ec2' },
  { pattern: /ebsvolumesareencryptedwithaninaccessible(?:aws)?kmskey/g, kind: 'access-denied', service: 'ec2' },
  {
    pattern:
      /kmskey(?:arn:[^,\s]{0,200}?)?(?:is)?(?:inaccessible|notaccessible)(?!fault|exception)|inaccessible(?:aws)?kmskey/g,
    kind: 'access-denied',
    loose: true,
  },
  {
    pattern:
      /kmskeyisdisabled|(?<!rejectedbecausethe(?:specified)?)kmskeyisnotenabled|kmskeyhasbeendisabled|specifiedkmskey(?:is)?disabled/g,
    kind: 'disabled',
    loose: true,
  },
  {
    pattern: /kmskeyis(?:pendingdeletion|pendingimport|inaninvalidstate|notinavalidstate)|kmskeystateisnotvalid/g,
    kind: 'invalid-state',
    loose: true,
  },
  {
    pattern: /grantfor[^.]{1,300}?mighthavebeenrevokedorthecallermightnothavesufficientpermissions/g,
    kind: 'access-denied',
    service: 'firehose',
  },
  { pattern: /can'taccessthekms(?:encryption)?key/g, kind: 'access-denied' },
  {
    pattern: /insufficientdeliverypolicytos3bucket.{0,200}?providedkmskeyis'(?=arn)/g,
    kind: 'access-denied',
    service: 'config',
  },
  {
    pattern: /isnotauthorizedto(?:en|de)cryptrecordsinstream/g,
    kind: 'access-denied',
    service: 'kinesis',
    caller: true,
  },
  {
    pattern: /can'taccessasecretfromadifferentawsaccountifyouencryptthesecretwiththedefaultkms/g,
    kind: 'access-denied',
    service: 'secretsmanager',
  },
  {
    pattern: /can't(?:en|de)crypttheprotectedsecrettextusingtheprovided(?:aws)?kmskey/g,
    kind: 'other',
    service: 'secretsmanager',
  },
  {
    pattern: /doesnothaveauthorizationtoaccessthesnstopicencryptionkey/g,
    kind: 'access-denied',
    service: 'cloudwatch',
  },
  { pattern: /errorinvokingkms/g, kind: 'other' },
  { pattern: /thenewkeypolicywillnotallowyoutoupdatethekeypolicyinthefuture/g, kind: 'other' },
  { pattern: /keyusageis[a-z_]{1,30}whichisnotvalidfor/g, kind: 'other' },
  {
    pattern:
      /(?:errorexecuting"[a-z]{1,60}"on|post)[:\s]?"?https:\/\/(?:vpce-[a-z0-9-]{1,60}\.)?kms(?:-fips)?[.-][a-z0-9.-]{1,80}/g,
    kind: 'other',
  },
  {
    pattern:
      /(?:couldnotconnecttotheendpointurl|timeoutonendpointurl|sslvalidationfailedfor)[:\s]?"?https:\/\/(?:vpce-[a-z0-9-]{1,60}\.)?kms(?:-fips)?[.-][a-z0-9.-]{1,80}/g,
    kind: 'other',
    conclusive: true,
  },
  {
    pattern:
      /(?:connectto|enotfound|eai_again|econnrefused|unknownhostexception:|failedtolookupaddressinformation\(?|nosuchhost|resolvehost:?|timedout:?\(?|host=)['"]?kms(?:-fips)?\.[a-z0-9-]{5,30}\.(?:amazonaws\.com|api\.aws)/g,
    kind: 'other',
    loose: true,
    conclusive: true,
  },
];

import type { Denial } from '../../denial';
import { serviceUsesVia } from '../../reference';
import { asCode, message, type Message } from '../../text/message';

/** A service's own error says less than KMS said to it; who called KMS follows from the service. */
export function whoCallsKms({ callingService: calling, region, requestRegion }: Denial): Message[] {
  const name = calling?.split('.')[0];
  const uses = name === undefined ? [] : serviceUsesVia(`${name}.`).filter(use => use.documented);
  const [use] = uses.filter(u => u.id.includes(name ?? '')).concat(uses);
  if (use === undefined) {
    return [];
  }
  const service = asCode(calling ?? '?');
  const principal = use.models[0] === 'service-principal' ? use.servicePrincipal : undefined;
  if (principal !== undefined) {
    return [
      message(
        'The error comes from {service}, which calls KMS as itself: the caller is {principal}, and a service has no IAM policies, so the key policy has to name it.',
        { service, principal: asCode(principal.replace('<region>', region ?? requestRegion ?? '<region>')) },
      ),
    ];
  }
  return use.models.includes('forwarded')
    ? [
        message(
          'The error comes from {service}, which calls KMS in the name of whoever called it, or of the role it was given: that one is the caller.',
          { service },
        ),
      ]
    : [];
}

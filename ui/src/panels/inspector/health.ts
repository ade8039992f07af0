import type { Dependency } from '../../backend/protocol/Dependency';
import type { Health } from '../../backend/protocol/Health';

const ORDER: Health[] = ['ok', 'slowing', 'blocking'];

/** The worse of the two ratings; ok where nobody has rated it, as in the desk. */
export function healthOf(tie: Pick<Dependency, 'provider_health' | 'receiver_health'>): Health {
  const worst = Math.max(
    ...[tie.provider_health, tie.receiver_health].map((one) => (one ? ORDER.indexOf(one) : 0)),
  );
  return ORDER[worst] ?? 'ok';
}

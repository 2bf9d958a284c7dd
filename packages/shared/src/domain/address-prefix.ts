/**
 * What counts as one address for limits: an IPv4 address itself (/32), of an IPv6 address its network (/64), since one
 * household or phone has a whole /64 to choose from. IPv4 written inside IPv6 counts as IPv4.
 *
 * @param address as the socket or a trusted proxy gives it; what is not an address is its own prefix
 */
export function addressPrefix(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = tail === undefined ? 0 : Math.max(0, groupsMax - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups.slice(0, groupsOfPrefix).map(plain).join(':')}::/64`;
}

const groupsMax = 8;
const groupsOfPrefix = 4;

/** An IPv4 address at the end fills two groups, both beyond the prefix. */
function groupsOf(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}

function plain(group: string): string {
  return group.toLowerCase().replace(/^0+(?=.)/, '');
}

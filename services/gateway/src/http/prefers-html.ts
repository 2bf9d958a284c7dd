/**
 * Whether an Accept header (RFC 9110) names HTML before JSON, as browsers do. Who takes anything, or says nothing, is a
 * program.
 */
export function prefersHtml(accept: string | undefined): boolean {
  const ranges = (accept ?? '').toLowerCase().split(',');
  const weights = new Map(ranges.map((range) => weightOf(range)));
  return (weights.get('text/html') ?? 0) > (weights.get('application/json') ?? 0);
}

function weightOf(range: string): [type: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return [type, weight === undefined ? 1 : Number(weight.slice(2)) || 0];
}

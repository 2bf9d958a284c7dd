/** Modules of white around a code, so that a reader finds its corners. */
const quietModules = 4;

/** Drawn in one path. Always dark on white, whatever the colours of the page: readers expect it. */
export function qrPicture(rows, label) {
  const svg = (tag, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const size = rows.length + 2 * quietModules;
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const picture = svg('svg', {
    ...{ class: 'qr', role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
    viewBox: `${-quietModules} ${-quietModules} ${size} ${size}`,
  });
  picture.append(
    svg('rect', { x: -quietModules, y: -quietModules, width: size, height: size, fill: '#fff' }),
    svg('path', { d: dark.join(''), fill: '#000' }),
  );
  return picture;
}

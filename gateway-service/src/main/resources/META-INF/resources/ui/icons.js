// Pictures on buttons, drawn as lines. The button says in words what it does.

const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  add: 'M12 5v14M5 12h14',
};

/** @param {'more' | 'close' | 'add'} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 24 24', width: '18', height: '18', 'aria-hidden': 'true', class: `icon icon-${name}` };
  Object.entries(attributes).forEach(([attribute, value]) => svg.setAttribute(attribute, value));
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

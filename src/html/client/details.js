import { byId, make } from './dom.js';

/**
 * @typedef {{ kind: 'facts', title: string, facts: [string, string][] }
 *   | { kind: 'text' | 'code', title: string, text: string }
 *   | { kind: 'links', title: string, links: [string, string][] }} Section
 */

/** @param {string} base64 @returns {Promise<Section[][]>} */
async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/** @type {Map<number, Promise<Section[][]>>} */
const parts = new Map();

/** @param {number} row @param {number} packed how many rows a part has @returns {Promise<Section[]>} */
async function sectionsOf(row, packed) {
  const number = Math.floor(row / packed);
  const part = parts.get(number) ?? unpack(byId(`details-${number}`).textContent ?? '');
  parts.set(number, part);
  return (await part)[row % packed] ?? [];
}

/** @param {string} text */
function copyButton(text) {
  const button = make('button', { type: 'button', class: 'copy' }, 'Copy');
  button.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    button.textContent = done ? 'Copied' : 'Not allowed here: select and copy';
  });
  return button;
}

/** @param {Section} section */
function drawSection(section) {
  const heading = make('h3', {}, section.title);
  switch (section.kind) {
    case 'facts':
      return make(
        'section',
        {},
        heading,
        make('dl', {}, ...section.facts.flatMap(([label, text]) => [make('dt', {}, label), make('dd', {}, text)])),
      );
    case 'text':
      return make('section', {}, heading, make('p', {}, section.text));
    case 'code':
      return make(
        'section',
        { class: 'code' },
        heading,
        copyButton(section.text),
        make('pre', { tabindex: '0' }, section.text),
      );
    case 'links':
      return make(
        'section',
        {},
        heading,
        make(
          'ul',
          {},
          ...section.links
            .filter(([, url]) => url.startsWith('https://'))
            .map(([label, url]) =>
              make('li', {}, make('a', { href: url, rel: 'noreferrer', target: '_blank' }, label)),
            ),
        ),
      );
  }
}

/** @param {number} row @param {number} packed @param {HTMLElement} into */
export async function drawDetails(row, packed, into) {
  into.textContent = 'Unpacking …';
  try {
    const sections = await sectionsOf(row, packed);
    const column = (/** @type {boolean} */ facts) =>
      make('div', {}, ...sections.filter(({ kind }) => (kind === 'facts') === facts).map(drawSection));
    into.replaceChildren(make('div', { class: 'columns' }, column(false), column(true)));
  } catch {
    into.textContent =
      'This browser cannot unpack the details (it lacks DecompressionStream). Open the file with a newer one.';
  }
}

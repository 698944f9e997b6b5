import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { fileSystem } from './file-systems.js';

/** The colours that `disks` use, each with the names it stands for. */
export class FsLegend extends PageElement {
  static properties = { disks: { attribute: false } };

  render() {
    const families = new Map();
    for (const partition of this.disks.flatMap((disk) => disk.partitions)) {
      if (partition.type !== 'extended') {
        const { family, name } = fileSystem(partition.filesystem);
        families.set(family, (families.get(family) ?? new Set()).add(name));
      }
    }
    if (families.size === 0) {
      return nothing;
    }
    return html`
      <ul class="legend" aria-label="Colours of the file systems">
        ${entries(families).map(([family, names]) => html`<li><span class="swatch fs-${family}"></span>${names}</li>`)}
        <li><span class="swatch gap"></span>Free</li>
        <li>Strong colour: used</li>
      </ul>
    `;
  }
}

/** By name; what is not recognised last. */
function entries(families) {
  const rank = (family) => Number(family === 'unknown');
  return [...families]
    .map(([family, names]) => [family, [...names].sort().join(', ')])
    .sort((a, b) => rank(a[0]) - rank(b[0]) || a[1].localeCompare(b[1]));
}

customElements.define('fs-legend', FsLegend);

import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { cssProps } from './css-props.js';
import { bytes } from './format.js';
import { fileSystem } from './file-systems.js';
import { layout } from './disk-layout.js';

/** @import { DiskInfo, PartitionInfo } from './types.js' */

/**
 * A disk drawn to scale: a piece's width is its share of the disk, but never so small that it cannot be seen or
 * clicked. The used part is shaded, free space hatched. With `fillable`, a click on free space dispatches `gap-chosen`
 * (detail: where it begins). With `selectable`, pieces are buttons and a click dispatches
 * `partition-selected` (detail: the partition's number); `selected` is that number; `erased` draws all of it in red.
 */
export class DiskVisualizer extends PageElement {
  static properties = {
    disk: { attribute: false },
    selected: { type: Number },
    selectable: { type: Boolean },
    fillable: { type: Boolean },
    compact: { type: Boolean },
    erased: { type: Boolean },
  };

  render() {
    /** @type {DiskInfo} */
    const disk = this.disk;
    const classes = `disk-bar ${this.compact ? 'compact' : ''} ${this.erased ? 'erased' : ''}`;
    return html`
      <ol class=${classes} aria-label=${`Layout of ${disk.device}, ${bytes(disk.size_bytes)}${this.erased ? ', will be erased' : ''}`}>
        ${layout(disk).map((piece) => this.#piece(piece))}
      </ol>
    `;
  }

  #piece(piece) {
    const share = cssProps({ '--share': String((piece.end - piece.start) / 2 ** 20) });
    if (piece.inside.length > 0) {
      const count = cssProps({ '--inside': String(piece.inside.length) });
      return html`
        <li class="piece extended ${this.selectable ? 'selectable' : ''}" title=${`Extended partition ${piece.partition.number}, ${bytes(piece.end - piece.start)}`} ${share} ${count}>
          <ol class="piece-inside" aria-label=${`Inside extended partition ${piece.partition.number}`}>
            ${piece.inside.map((inner) => this.#piece(inner))}
          </ol>
          ${this.selectable ? this.#box(piece.partition) : nothing}
        </li>
      `;
    }
    return piece.partition ? this.#partition(piece.partition, share) : this.#gap(piece, share);
  }

  /** The strip below the logical partitions, to choose the extended one by. */
  #box(partition) {
    const words = `Extended partition ${partition.number}, ${bytes(partition.size_bytes)}`;
    return html`<button
      type="button"
      class="piece-box"
      title=${words}
      aria-label=${words}
      aria-pressed=${this.selected === partition.number}
      @click=${() => this.#select(partition.number)}
    ></button>`;
  }

  #gap(piece, share) {
    const empty = this.disk.partitions.length === 0;
    const text = `${empty ? 'No partitions' : 'Free'}, ${bytes(piece.end - piece.start)}`;
    const inner = html`
      <span class="piece-text">
        <span class="piece-name">${empty ? 'No partitions' : 'Free'}</span>
        <span class="piece-size">${bytes(piece.end - piece.start)}</span>
      </span>
      <span class="piece-text second">${bytes(piece.end - piece.start)}</span>
    `;
    return html`
      <li class="piece gap" title=${text} ${share}>
        ${this.fillable
          ? html`<button
              type="button"
              class="piece-body"
              aria-label=${`${text}: create a partition here`}
              @click=${() => this.#fill(piece.start)}
            >
              ${inner}
            </button>`
          : html`<div class="piece-body">${inner}</div>`}
      </li>
    `;
  }

  /** @param {PartitionInfo} partition */
  #partition(partition, share) {
    const { family, name } = fileSystem(partition.filesystem);
    const what = partition.label ?? partition.mountpoint ?? '';
    const title = describe(partition);
    const inner = html`
      ${partition.used_percent === null
        ? nothing
        : html`<span class="piece-used" ${cssProps({ '--used': `${partition.used_percent}%` })}></span>`}
      <span class="piece-text">
        <span class="piece-number">${partition.number === 0 ? '' : partition.number}</span>
        ${partition.in_use?.length > 0 ? html`<span class="piece-lock" aria-hidden="true">&#x1f512;&#xfe0e;</span>` : nothing}
        <span class="piece-name">${what || name}</span>
        <span class="piece-size">${bytes(partition.size_bytes)}</span>
      </span>
      <span class="piece-text second">${what ? `${name} · ` : ''}${bytes(partition.size_bytes)}</span>
    `;
    return html`
      <li class="piece fs-${family}" ${share} data-partition=${partition.number}>
        ${this.selectable
          ? html`<button
              type="button"
              class="piece-body"
              title=${title}
              aria-label=${title}
              aria-pressed=${this.selected === partition.number}
              @click=${() => this.#select(partition.number)}
            >
              ${inner}
            </button>`
          : html`<div class="piece-body" title=${title}>
              <span class="visually-hidden">${title}</span><span aria-hidden="true">${inner}</span>
            </div>`}
      </li>
    `;
  }

  #fill(start) {
    this.dispatchEvent(new CustomEvent('gap-chosen', { detail: start, bubbles: true }));
  }

  #select(number) {
    this.dispatchEvent(new CustomEvent('partition-selected', { detail: number, bubbles: true }));
  }
}

/** One sentence about a partition. @param {PartitionInfo} partition */
export function describe(partition) {
  const parts = [
    partition.number === 0 ? 'Whole disk' : `Partition ${partition.number}`,
    fileSystem(partition.filesystem).name,
    partition.label,
    bytes(partition.size_bytes),
    partition.used_percent === null ? null : `${partition.used_percent} % used`,
    partition.mountpoint ? `mounted at ${partition.mountpoint}` : null,
    !partition.mountpoint && partition.in_use?.length > 0 ? 'in use' : null,
  ];
  return parts.filter(Boolean).join(', ');
}

customElements.define('disk-visualizer', DiskVisualizer);

import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { cssProps } from './css-props.js';
import { bytes, exactBytes } from './format.js';
import { fileSystem, partitionType } from './file-systems.js';

/** @import { DiskInfo, PartitionInfo } from './types.js' */

/**
 * The partitions of a disk with all their fields: the usual ones in columns, exact offsets and identifiers unfolded per
 * row. `selected` highlights a partition by number; a click on a row dispatches `partition-selected`.
 */
export class PartitionTable extends PageElement {
  static properties = {
    disk: { attribute: false },
    selected: { type: Number },
    open: { state: true },
  };

  constructor() {
    super();
    /** @type {Set<number>} */
    this.open = new Set();
  }

  render() {
    /** @type {DiskInfo} */
    const disk = this.disk;
    if (disk.partitions.length === 0) {
      return html`<p class="muted">No partitions on ${disk.device}.</p>`;
    }
    return html`
      <div class="table-frame">
        <table class="wraps">
          <caption class="visually-hidden">Partitions of ${disk.device}</caption>
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">Content</th>
              <th scope="col">Type</th>
              <th scope="col">Size</th>
              <th scope="col">Used</th>
              <th scope="col">Can shrink to</th>
              <th scope="col">State</th>
              <th scope="col"><span class="visually-hidden">More</span></th>
            </tr>
          </thead>
          <tbody>
            ${disk.partitions.map((partition) => this.#row(partition))}
          </tbody>
        </table>
      </div>
    `;
  }

  /** @param {PartitionInfo} partition */
  #row(partition) {
    const { family, name } = fileSystem(partition.filesystem);
    const open = this.open.has(partition.number);
    return html`
      <tr
        class=${this.selected === partition.number ? 'selected' : ''}
        data-partition=${partition.number}
        @click=${() => this.#select(partition.number)}
      >
        <td data-label="No."><b>${partition.number === 0 ? 'whole disk' : partition.number}</b></td>
        <td data-label="Content">
          <div>
            <span>${partition.type === 'extended' ? 'Logical partitions' : name}</span>
            ${partition.label ? html`<span class="second">${partition.label}</span>` : nothing}
          </div>
        </td>
        <td data-label="Type">
          <div>
            ${partitionType(partition.type)}
            ${partition.flags.length > 0 ? html`<span class="second">${partition.flags.join(', ')}</span>` : nothing}
          </div>
        </td>
        <td data-label="Size" class="number-cell">
          <div>${bytes(partition.size_bytes)}<span class="second">from ${bytes(partition.start_bytes)}</span></div>
        </td>
        <td data-label="Used" class="number-cell">${this.#used(partition, family)}</td>
        <td data-label="Can shrink to">${this.#shrink(partition)}</td>
        <td data-label="State">${this.#state(partition)}</td>
        <td data-label="">
          <button
            type="button"
            class="button quiet small"
            aria-expanded=${open}
            aria-label=${`${open ? 'Hide' : 'Show'} all details of partition ${partition.number}`}
            @click=${(event) => this.#toggle(event, partition.number)}
          >
            ${open ? 'Less' : 'More'}
          </button>
        </td>
      </tr>
      ${open ? this.#details(partition) : nothing}
    `;
  }

  #used(partition, family) {
    if (partition.used_bytes === null) {
      return html`<span class="muted">unknown</span>`;
    }
    return html`<div>
      ${bytes(partition.used_bytes)} <span class="muted">· ${partition.used_percent}%</span>
      <span class="used-bar fs-${family}" ${cssProps({ '--used': `${partition.used_percent}%` })}><span></span></span>
    </div>`;
  }

  #shrink(partition) {
    if (partition.can_shrink) {
      return partition.min_size_bytes === null ? html`yes` : html`${bytes(partition.min_size_bytes)}`;
    }
    return html`<span class="muted small">${partition.excuse ?? 'no'}</span>`;
  }

  #state(partition) {
    const remarks = [
      ...partition.in_use.map((reason) => html`<span class="second">${reason}</span>`),
      ...partition.warnings.map((warning) => html`<span class="second">⚠ ${warning}</span>`),
    ];
    const mounted = partition.mountpoint ? html`<code>${partition.mountpoint}</code>` : nothing;
    const free = !partition.mountpoint && remarks.length === 0 ? html`<span class="muted">free</span>` : nothing;
    return html`<div>${mounted}${free}${remarks}</div>`;
  }

  /** @param {PartitionInfo} partition */
  #details(partition) {
    const facts = [
      ['Device', partition.device],
      ['First byte', exactBytes(partition.start_bytes)],
      ['End (exclusive)', exactBytes(partition.end_bytes)],
      ['Exact size', exactBytes(partition.size_bytes)],
      ['Used', partition.used_bytes === null ? null : exactBytes(partition.used_bytes)],
      ['Smallest size', partition.min_size_bytes === null ? null : exactBytes(partition.min_size_bytes)],
      ['Type in the table', partition.type_id],
      ['Name in the table', partition.name],
      ['Partition UUID', partition.uuid],
      ['File system UUID', partition.filesystem_uuid],
    ];
    return html`
      <tr class="detail">
        <td colspan="8">
          <dl class="facts">
            ${facts
              .filter(([, value]) => value)
              .map(([term, value]) => html`<div><dt>${term}</dt><dd class="mono">${value}</dd></div>`)}
          </dl>
        </td>
      </tr>
    `;
  }

  #toggle(event, number) {
    event.stopPropagation();
    const open = new Set(this.open);
    if (!open.delete(number)) {
      open.add(number);
    }
    this.open = open;
  }

  #select(number) {
    this.dispatchEvent(new CustomEvent('partition-selected', { detail: number, bubbles: true }));
  }
}

customElements.define('partition-table', PartitionTable);

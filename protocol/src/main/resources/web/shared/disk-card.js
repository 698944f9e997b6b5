import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { bytes } from './format.js';
import './disk-visualizer.js';

/** @import { DiskInfo } from './types.js' */

/** A disk: what it is, drawn, and what must be known about it (in use, read-only, unreadable parts). */
export class DiskCard extends PageElement {
  static properties = {
    disk: { attribute: false },
    compact: { type: Boolean },
    erased: { type: Boolean },
    selectable: { type: Boolean },
    selected: { type: Number },
  };

  render() {
    return html`
      ${diskHead(this.disk)}
      <disk-visualizer
        .disk=${this.disk}
        .compact=${this.compact}
        .erased=${this.erased}
        .selectable=${this.selectable}
        .selected=${this.selected}
      ></disk-visualizer>
      ${diskRemarks(this.disk)}
    `;
  }
}

/** Device, size, model, serial and kind of a disk on one line. @param {DiskInfo} disk */
export function diskHead(disk) {
  const kind = [disk.transport?.toUpperCase(), disk.removable ? 'removable' : null].filter(Boolean).join(', ');
  return html`
    <div class="disk-head">
      <span class="device">${disk.device}</span>
      <span class="size">${bytes(disk.size_bytes)}</span>
      <span>${disk.model ?? ''}</span>
      ${disk.serial ? html`<span class="muted">S/N <span class="mono">${disk.serial}</span></span>` : nothing}
      <span class="muted small">
        ${[tableName(disk), kind, disk.logical_sector_size === 512 ? null : `${disk.logical_sector_size}-byte sectors`]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  `;
}

function diskRemarks(disk) {
  const remarks = [
    ...(disk.in_use.length > 0 ? [html`<span><span class="chip info">In use</span> ${disk.in_use.join(' ')}</span>`] : []),
    ...(disk.read_only ? [html`<span><span class="chip warn">Read-only</span> It can be a source, not a target.</span>`] : []),
    ...disk.warnings.map((warning) => html`<span><span class="chip warn">Warning</span> ${warning}</span>`),
  ];
  return remarks.length > 0 ? html`<div class="disk-remarks">${remarks}</div>` : nothing;
}

/** @param {DiskInfo} disk */
export function tableName(disk) {
  return { gpt: 'GPT', mbr: 'MBR' }[disk.partition_table] ?? 'no known partition table';
}

customElements.define('disk-card', DiskCard);

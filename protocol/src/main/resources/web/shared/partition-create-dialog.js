import { html, nothing } from 'lit';
import { PartitionDialog, typed } from './partition-dialog.js';
import { bytes } from './format.js';
import { fileSystem } from './file-systems.js';
import { MADE, MIB, gaps } from './partition-words.js';

const TYPES = {
  mbr: ['linux', 'efi', 'swap', 'msdata', 'lvm', 'raid', 'extended'],
  gpt: ['linux', 'efi', 'swap', 'msdata', 'lvm', 'raid', 'bios_grub', 'msr'],
};

/** A new partition in one of the free places of a disk. */
export class PartitionCreateDialog extends PartitionDialog {
  static properties = { chosen: { state: true } };

  title() {
    return `New partition on ${this.disk.device}`;
  }

  begin() {
    const index = gaps(this.disk).findIndex((gap) => this.place >= gap.start - MIB && this.place < gap.start + gap.size);
    this.chosen = Math.max(0, index);
  }

  fields() {
    const free = gaps(this.disk);
    const gap = free[this.chosen];
    const table = this.disk.partition_table;
    return html`
      ${this.choice(
        'place',
        'Where',
        free.map((each, index) => ({
          value: index,
          text: `${bytes(each.size)} free at ${bytes(each.start)}`,
          selected: index === this.chosen,
        })),
        (value) => (this.chosen = Number(value)),
      )}
      ${table === 'unknown'
        ? this.choice('table', 'New partition table', [
            { value: 'gpt', text: 'GPT' },
            { value: 'mbr', text: 'MBR' },
          ])
        : nothing}
      ${this.amount('size', 'Size in MiB', gap.size, MIB, gap.size)}
      ${this.choice(
        'type',
        'Type',
        (TYPES[table] ?? TYPES.gpt).map((type) => ({ value: type, text: type })),
      )}
      ${this.choice('filesystem', 'File system', [
        ...MADE.map((name) => ({ value: name, text: fileSystem(name).name })),
        { value: '', text: 'none' },
      ])}
      ${this.label()}
    `;
  }

  wish(data) {
    const gap = gaps(this.disk)[Number(data.get('place'))];
    const wanted = typed(data, 'size');
    const type = data.get('type');
    const filesystem = type === 'extended' ? '' : data.get('filesystem');
    return {
      operation: 'create',
      params: {
        start_bytes: gap.start,
        // All that is left means to its last sector.
        size_bytes: wanted >= Math.floor(gap.size / MIB) * MIB ? Math.floor(gap.size / MIB) * MIB : wanted,
        type,
        ...(filesystem ? { filesystem } : {}),
        ...(data.get('label') ? { label: data.get('label') } : {}),
        ...(data.get('table') ? { partition_table: data.get('table') } : {}),
      },
    };
  }
}

customElements.define('partition-create-dialog', PartitionCreateDialog);

import { html, nothing } from 'lit';
import { PartitionDialog, typed } from './partition-dialog.js';
import { bytes } from './format.js';
import { fileSystem, partitionType } from './file-systems.js';
import { MADE, MIB, gaps, holds, tableIsFree } from './partition-words.js';

const TYPES = {
  mbr: ['linux', 'efi', 'swap', 'msdata', 'lvm', 'raid', 'extended'],
  gpt: ['linux', 'efi', 'swap', 'msdata', 'lvm', 'raid', 'bios_grub', 'msr'],
};

/** Types that say what is in a partition themselves: no file system is offered first. */
const BARE = ['lvm', 'raid', 'bios_grub', 'msr', 'extended'];

/** A new partition in one of the free places of a disk, in a new table where there is none or an empty one. */
export class PartitionCreateDialog extends PartitionDialog {
  static properties = {
    chosen: { state: true },
    before: { state: true },
    size: { state: true },
    table: { state: true },
    type: { state: true },
    filesystem: { state: true },
  };

  title() {
    return `New partition on ${this.disk.device}`;
  }

  begin() {
    const index = gaps(this.disk).findIndex((gap) => this.place >= gap.start - 2 * MIB && this.place < gap.start + gap.size);
    this.table = this.disk.partition_table === 'mbr' ? 'mbr' : 'gpt';
    this.type = '';
    this.filesystem = MADE[0];
    this.#choose(Math.max(0, index));
  }

  #choose(index) {
    this.chosen = index;
    this.before = 0;
    this.size = gaps(this.disk)[index].size;
  }

  fields() {
    const free = gaps(this.disk);
    const gap = free[this.chosen];
    const room = gap.size - this.before;
    return html`
      ${this.choice(
        'place',
        'Where',
        free.map((each, index) => ({
          value: index,
          text: `${bytes(each.size)} free at ${bytes(each.start)}`,
          selected: index === this.chosen,
        })),
        (value) => this.#choose(Number(value)),
      )}
      ${tableIsFree(this.disk) ? this.#tables() : nothing}
      ${this.picture([...this.disk.partitions.filter((each) => each.number > 0), this.#drawn(gap, room)])}
      ${this.amount('before', 'Free space before it in MiB', 0, 0, gap.size - MIB, (size) => {
        this.before = within(size, gap.size - MIB);
      })}
      ${this.amount('size', 'Size in MiB', room, MIB, room, (size) => (this.size = size))}
      ${this.choice(
        'type',
        'Type',
        [
          { value: '', text: 'as its file system wants it' },
          ...TYPES[this.table].map((type) => ({ value: type, text: partitionType(type) })),
        ],
        (value) => this.#typed(value),
      )}
      ${BARE.includes(this.type)
        ? nothing
        : html`${this.choice('filesystem', 'File system', [
            ...MADE.map((name) => ({ value: name, text: fileSystem(name).name, selected: name === this.filesystem })),
            { value: '', text: 'none' },
          ], (value) => (this.filesystem = value))}
          ${this.label()}`}
    `;
  }

  /** Most types are made for one file system. */
  #typed(type) {
    this.type = type;
    this.filesystem = { efi: 'fat32', msdata: 'ntfs', swap: 'swap' }[type] ?? this.filesystem;
  }

  #tables() {
    const now = this.disk.partition_table;
    const lost = this.disk.partitions[0];
    return html`
      ${this.choice(
        'table',
        now === 'unknown' ? 'New partition table' : 'Partition table',
        ['gpt', 'mbr'].map((table) => ({
          value: table,
          text: `${table.toUpperCase()}${table === now ? ', as it is' : ''}`,
          selected: table === this.table,
        })),
        (value) => (this.table = value),
      )}
      ${this.disk.warnings.map((warning) => html`<p class="note warn">${warning}</p>`)}
      ${lost ? html`<p class="note danger">What takes the whole disk now will be gone: ${holds(lost)}.</p>` : nothing}
    `;
  }

  #drawn(gap, room) {
    const start = gap.start + this.before;
    const size = within(this.size, room);
    return {
      number: 'new',
      type: this.type || 'linux',
      filesystem: BARE.includes(this.type) ? null : this.filesystem,
      label: null,
      mountpoint: null,
      used_percent: null,
      start_bytes: start,
      end_bytes: start + size,
      size_bytes: size,
    };
  }

  wish(data) {
    const gap = gaps(this.disk)[Number(data.get('place'))];
    const before = typed(data, 'before');
    const whole = Math.floor((gap.size - before) / MIB) * MIB;
    const type = data.get('type');
    const table = data.get('table');
    return {
      operation: 'create',
      params: {
        start_bytes: gap.start + before,
        size_bytes: Math.min(typed(data, 'size'), whole),
        ...(type ? { type } : {}),
        ...(data.get('filesystem') ? { filesystem: data.get('filesystem') } : {}),
        ...(data.get('label') ? { label: data.get('label') } : {}),
        ...(table && table !== this.disk.partition_table ? { partition_table: table } : {}),
      },
    };
  }
}

/** What is typed may be nothing yet, or too much. */
function within(size, most) {
  return Math.max(0, Math.min(size || 0, most));
}

customElements.define('partition-create-dialog', PartitionCreateDialog);

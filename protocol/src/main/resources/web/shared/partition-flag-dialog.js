import { PartitionDialog } from './partition-dialog.js';
import { FLAGS } from './partition-words.js';

const MEANINGS = {
  esp: 'EFI system partition',
  bios_grub: 'place for GRUB on a BIOS machine',
  legacy_boot: 'started by old BIOS loaders',
  boot: 'active: started by a BIOS',
  hidden: 'not shown by Windows',
  lba: 'addressed by block number',
  lvm: 'part of an LVM group',
  raid: 'part of a RAID',
  swap: 'swap area',
  msftdata: 'Microsoft basic data',
  msftres: 'Microsoft reserved',
  diag: 'recovery or diagnosis',
};

/** One flag of a partition set or cleared. */
export class PartitionFlagDialog extends PartitionDialog {
  title() {
    return `Flags of partition ${this.partition.number}`;
  }

  fields() {
    return this.choice(
      'flag',
      'Flag',
      (FLAGS[this.disk.partition_table] ?? []).map((flag) => ({
        value: flag,
        text: `${flag}: ${MEANINGS[flag]}${this.partition.flags.includes(flag) ? ' (set: will be cleared)' : ''}`,
      })),
    );
  }

  wish(data) {
    const flag = data.get('flag');
    return {
      operation: 'set_flag',
      params: { partition: this.partition.number, flag, value: !this.partition.flags.includes(flag) },
    };
  }
}

customElements.define('partition-flag-dialog', PartitionFlagDialog);

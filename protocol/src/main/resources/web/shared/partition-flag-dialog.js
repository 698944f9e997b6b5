import { PartitionDialog } from './partition-dialog.js';
import { FLAGS } from './partition-words.js';

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
        text: `${flag}${this.partition.flags.includes(flag) ? ' (set: will be cleared)' : ''}`,
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

import { html } from 'lit';
import { PartitionDialog, typed } from './partition-dialog.js';
import { bytes } from './format.js';
import { MIB, movePlaces } from './partition-words.js';

/** A partition moved, within the space around it or into another free place. */
export class PartitionMoveDialog extends PartitionDialog {
  static properties = { chosen: { state: true } };

  title() {
    return `Move partition ${this.partition.number}`;
  }

  begin() {
    this.chosen = 0;
  }

  fields() {
    const { partition } = this;
    const places = movePlaces(this.disk, partition);
    const place = places[this.chosen];
    const inside = partition.start_bytes >= place.least && partition.start_bytes <= place.most;
    return html`
      <p>${bytes(partition.size_bytes)} are copied; now at ${Math.floor(partition.start_bytes / MIB)} MiB.</p>
      ${this.choice(
        'place',
        'Where',
        places.map((each, index) => ({
          value: index,
          text: `Between ${bytes(each.least)} and ${bytes(each.most + partition.size_bytes)}`,
        })),
        (value) => (this.chosen = Number(value)),
      )}
      ${this.amount(
        'start',
        `New start of partition ${partition.number} in MiB`,
        inside ? partition.start_bytes : place.least,
        place.least,
        place.most,
      )}
      <p class="note warning">
        Keep the machine on its power until this is done. Programs that start this partition by its place on the disk may
        have to be told.
      </p>
    `;
  }

  wish(data) {
    return { operation: 'move', params: { partition: this.partition.number, new_start_bytes: typed(data, 'start') } };
  }
}

customElements.define('partition-move-dialog', PartitionMoveDialog);
